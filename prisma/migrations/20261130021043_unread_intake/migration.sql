-- AlterTable
ALTER TABLE "intake" ADD COLUMN     "unread_since" DATE;
