-- CreateTable
CREATE TABLE "session" (
    "key" BYTEA NOT NULL,
    "version" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    "recent" BYTEA NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "outbox" (
    "chat" BYTEA NOT NULL,
    "seq" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    "due" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("chat","seq")
);

-- CreateTable
CREATE TABLE "contact" (
    "key" BYTEA NOT NULL,
    "channel" TEXT NOT NULL,
    "address_sealed" BYTEA,
    "language" TEXT NOT NULL,
    "reminders" BOOLEAN NOT NULL,
    "person_id" TEXT,
    "blocked_on" DATE,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "office" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "office_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" TEXT NOT NULL,
    "nip_index" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,
    "office_id" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activation" (
    "person_id" TEXT NOT NULL,
    "code_index" BYTEA NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "paused_until" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "activation_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "election" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "region" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "voting_day" TEXT NOT NULL,
    "quiet_from" TEXT NOT NULL,
    "quiet_to" TEXT NOT NULL,
    "pledge_opens" TEXT NOT NULL,
    "pledge_closes" TEXT NOT NULL,
    "day_counting" TEXT NOT NULL,
    "legal" JSONB NOT NULL,

    CONSTRAINT "election_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "election_id" TEXT,
    "title" TEXT NOT NULL,
    "opening" TEXT NOT NULL,
    "points" JSONB NOT NULL,
    "closing" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pledge" (
    "id" TEXT NOT NULL,
    "election_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "waited_in" TEXT,
    "method" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "documents" JSONB NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "pledge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "session_day_idx" ON "session"("day");

-- CreateIndex
CREATE INDEX "outbox_due_idx" ON "outbox"("due");

-- CreateIndex
CREATE UNIQUE INDEX "office_name_key" ON "office"("name");

-- CreateIndex
CREATE UNIQUE INDEX "person_nip_index_key" ON "person"("nip_index");

-- CreateIndex
CREATE INDEX "person_office_id_idx" ON "person"("office_id");

-- CreateIndex
CREATE UNIQUE INDEX "document_kind_version_key" ON "document"("kind", "version");

-- CreateIndex
CREATE INDEX "pledge_person_id_idx" ON "pledge"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "pledge_election_id_person_id_slot_key" ON "pledge"("election_id", "person_id", "slot");

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "office"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activation" ADD CONSTRAINT "activation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_election_id_fkey" FOREIGN KEY ("election_id") REFERENCES "election"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pledge" ADD CONSTRAINT "pledge_election_id_fkey" FOREIGN KEY ("election_id") REFERENCES "election"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pledge" ADD CONSTRAINT "pledge_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
