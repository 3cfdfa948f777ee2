-- AlterTable
ALTER TABLE "reminder_run" ADD COLUMN     "totals" JSONB;
