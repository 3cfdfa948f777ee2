-- Slots of five minutes in place of hours: a copy that is there counts from the beginning of its hour.
-- RenameColumn
ALTER TABLE "whatsapp_copy" RENAME COLUMN "hour" TO "slot";
UPDATE "whatsapp_copy" SET "slot" = "slot" * 12;

-- RenameIndex
ALTER INDEX "whatsapp_copy_hour_idx" RENAME TO "whatsapp_copy_slot_idx";
