-- AlterTable
ALTER TABLE "budget" ADD COLUMN     "all_held_until" TIMESTAMPTZ(3);
