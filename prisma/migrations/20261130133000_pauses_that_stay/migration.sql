-- AlterTable
ALTER TABLE "reminder_run" ADD COLUMN     "was_paused" BOOLEAN NOT NULL DEFAULT false;
