-- AlterTable
ALTER TABLE "contact" ADD COLUMN     "seq" BIGSERIAL NOT NULL,
ADD COLUMN     "slot" TEXT;

-- CreateTable
CREATE TABLE "reminder_run" (
    "id" TEXT NOT NULL,
    "election_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "since" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "of" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "begins" TIMESTAMPTZ(0) NOT NULL,
    "ends" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "reminder_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reminder" (
    "contact" BYTEA NOT NULL,
    "day" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "person" TEXT,
    "channel" TEXT NOT NULL,
    "due" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "why" TEXT,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("contact","day")
);

-- CreateTable
CREATE TABLE "budget" (
    "channel" TEXT NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "held_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_pkey" PRIMARY KEY ("channel")
);

-- CreateIndex
CREATE INDEX "reminder_run_day_idx" ON "reminder_run"("day");

-- CreateIndex
CREATE UNIQUE INDEX "reminder_run_election_id_kind_since_key" ON "reminder_run"("election_id", "kind", "since");

-- CreateIndex
CREATE INDEX "reminder_state_channel_due_idx" ON "reminder"("state", "channel", "due");

-- CreateIndex
CREATE INDEX "reminder_run_id_idx" ON "reminder"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "reminder_person_day_key" ON "reminder"("person", "day");

-- CreateIndex
CREATE INDEX "contact_person_id_idx" ON "contact"("person_id");

-- AddForeignKey
ALTER TABLE "reminder" ADD CONSTRAINT "reminder_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "reminder_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
