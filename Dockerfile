# Two stages: one with everything that is needed to build, one with what is needed to run.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts ./scripts
COPY prisma ./prisma
COPY src ./src
# The script that runs after the install writes the database client and the browser's scripts.
# --omit=dev would leave what @prisma/client may have beside it (prisma, typescript, react …): 130 packages that nothing
# needs at run time. Without devDependencies nothing asks for them.
RUN npm ci && npm pkg delete devDependencies && npm prune --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/src ./src
COPY package.json LICENSE ./
COPY prisma ./prisma
COPY locales ./locales
RUN mkdir /data && chown node:node /data
ENV DATA_DIR=/data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
