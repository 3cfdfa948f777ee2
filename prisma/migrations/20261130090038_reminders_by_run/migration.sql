-- DropIndex
DROP INDEX "reminder_run_id_idx";

-- DropIndex
DROP INDEX "reminder_state_channel_due_idx";

-- CreateIndex
CREATE INDEX "reminder_run_id_state_channel_due_idx" ON "reminder"("run_id", "state", "channel", "due");
