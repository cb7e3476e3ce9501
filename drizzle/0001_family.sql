CREATE SEQUENCE "public"."fencing_token" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "unit" (
	"product_id" integer NOT NULL,
	"unit_no" integer NOT NULL,
	"order_id" integer,
	CONSTRAINT "unit_product_id_unit_no_pk" PRIMARY KEY("product_id","unit_no")
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"stream" text NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"data" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "event_stream_version" UNIQUE("stream","version")
);
--> statement-breakpoint
CREATE TABLE "handled_event" (
	"consumer" text NOT NULL,
	"event_id" bigint NOT NULL,
	CONSTRAINT "handled_event_consumer_event_id_pk" PRIMARY KEY("consumer","event_id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"event_id" bigint PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"payload" jsonb NOT NULL,
	"published_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "snapshot" (
	"stream" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"state" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "units_sold_view" (
	"product_id" integer PRIMARY KEY NOT NULL,
	"units" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "orders" DROP CONSTRAINT "orders_idempotency_key";--> statement-breakpoint
ALTER TABLE "inventory" ADD COLUMN "fencing_token" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "inventory" ADD COLUMN "never_negative" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "fencing_token" bigint;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "reservation" text;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "shelf" text DEFAULT 'row' NOT NULL;--> statement-breakpoint
CREATE INDEX "unit_unsold" ON "unit" USING btree ("product_id","unit_no") WHERE "unit"."order_id" is null;--> statement-breakpoint
CREATE INDEX "outbox_unpublished" ON "outbox" USING btree ("event_id") WHERE "outbox"."published_at" is null;--> statement-breakpoint
CREATE INDEX "orders_product" ON "orders" USING btree ("product_id");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_idempotency_key" ON "orders" USING btree ("product_id","idempotency_key") WHERE "orders"."idempotency_key" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "orders_reservation" ON "orders" USING btree ("reservation") WHERE "orders"."reservation" is not null;--> statement-breakpoint
ALTER TABLE "inventory" ADD CONSTRAINT "inventory_never_negative" CHECK (not "inventory"."never_negative" or "inventory"."stock" >= 0);