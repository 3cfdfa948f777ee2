-- CreateTable
CREATE TABLE "root" (
    "name" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "root_pkey" PRIMARY KEY ("name")
);
