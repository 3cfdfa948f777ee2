-- AlterTable
ALTER TABLE "reminder" ADD COLUMN     "receipt" BYTEA;

-- CreateIndex
CREATE INDEX "reminder_receipt_idx" ON "reminder"("receipt");
