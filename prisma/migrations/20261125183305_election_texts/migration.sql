-- AlterTable
ALTER TABLE "election" ADD COLUMN     "texts" JSONB NOT NULL DEFAULT '{}';
