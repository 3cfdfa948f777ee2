-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "owed" BOOLEAN NOT NULL DEFAULT false;
