-- AlterTable
ALTER TABLE "budget" ADD COLUMN     "answered_at" TIMESTAMPTZ(3);
