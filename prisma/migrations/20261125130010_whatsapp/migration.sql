-- CreateTable
CREATE TABLE "whatsapp_key" (
    "name" BYTEA NOT NULL,
    "type" TEXT NOT NULL,
    "value" BYTEA NOT NULL,

    CONSTRAINT "whatsapp_key_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "whatsapp_inbox" (
    "name" BYTEA NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "body" BYTEA NOT NULL,
    "until" DATE NOT NULL,

    CONSTRAINT "whatsapp_inbox_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "whatsapp_copy" (
    "name" BYTEA NOT NULL,
    "body" BYTEA NOT NULL,
    "hour" INTEGER NOT NULL,

    CONSTRAINT "whatsapp_copy_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "whatsapp_inbox_seq_key" ON "whatsapp_inbox"("seq");

-- CreateIndex
CREATE INDEX "whatsapp_copy_hour_idx" ON "whatsapp_copy"("hour");
