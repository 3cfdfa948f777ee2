-- CreateTable
CREATE TABLE "unit" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "recipient_mac" BYTEA NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "created_on" DATE NOT NULL,

    CONSTRAINT "unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intake" (
    "id" BYTEA NOT NULL,
    "lookup" BYTEA NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "intake_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report" (
    "id" TEXT NOT NULL,
    "lookup" BYTEA NOT NULL,
    "unit_id" TEXT NOT NULL,
    "reporter" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "area" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(0) NOT NULL,
    "until" DATE,
    "status_on" DATE NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter" (
    "id" TEXT NOT NULL,
    "report_id" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(0) NOT NULL,
    "body" BYTEA NOT NULL,
    "announced" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" TEXT NOT NULL,
    "report_id" TEXT,
    "role" TEXT NOT NULL,
    "outcome" BYTEA,
    "until" DATE,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_part" (
    "evidence_id" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "evidence_part_pkey" PRIMARY KEY ("evidence_id","n")
);

-- CreateTable
CREATE TABLE "errand" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "due" TIMESTAMPTZ(3) NOT NULL,
    "until" DATE NOT NULL,

    CONSTRAINT "errand_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "watch" (
    "lookup" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "watch_pkey" PRIMARY KEY ("lookup")
);

-- CreateTable
CREATE TABLE "sweep" (
    "name" TEXT NOT NULL,
    "xid" TEXT NOT NULL,
    "due" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sweep_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "unit_name_key" ON "unit"("name");

-- CreateIndex
CREATE INDEX "intake_lookup_idx" ON "intake"("lookup");

-- CreateIndex
CREATE UNIQUE INDEX "report_lookup_key" ON "report"("lookup");

-- CreateIndex
CREATE INDEX "report_unit_id_status_idx" ON "report"("unit_id", "status");

-- CreateIndex
CREATE INDEX "letter_report_id_idx" ON "letter"("report_id");

-- CreateIndex
CREATE INDEX "evidence_report_id_idx" ON "evidence"("report_id");

-- CreateIndex
CREATE INDEX "errand_due_idx" ON "errand"("due");

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter" ADD CONSTRAINT "letter_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_part" ADD CONSTRAINT "evidence_part_evidence_id_fkey" FOREIGN KEY ("evidence_id") REFERENCES "evidence"("id") ON DELETE CASCADE ON UPDATE CASCADE;
