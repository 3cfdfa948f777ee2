-- Consents from before it was written down where a pledge stands: found out where there is only one possibility. Of the others any
-- pledge of the person counts, until the chat pledges or chooses again.
UPDATE "contact" c SET "slot" = 'verified'
WHERE c."slot" IS NULL
  AND EXISTS (SELECT FROM "pledge" p WHERE p."person_id" = c."person_id" AND p."slot" = 'verified')
  AND NOT EXISTS (
    SELECT FROM "pledge" p WHERE p."person_id" = c."person_id" AND (p."status" = 'pending' OR p."waited_in" IS NOT NULL)
  );
UPDATE "contact" c SET "slot" = (SELECT min(p."slot") FROM "pledge" p WHERE p."person_id" = c."person_id" AND p."status" = 'pending')
WHERE c."slot" IS NULL
  AND NOT EXISTS (
    SELECT FROM "pledge" p WHERE p."person_id" = c."person_id" AND (p."slot" = 'verified' OR p."waited_in" IS NOT NULL)
  )
  AND 1 = (
    SELECT count(DISTINCT p."slot") FROM "pledge" p WHERE p."person_id" = c."person_id" AND p."status" = 'pending'
  );
