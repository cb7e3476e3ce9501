CREATE TABLE "trace" (
	"run_id" text NOT NULL,
	"strategy" text NOT NULL,
	"repeat" integer NOT NULL,
	"purchase_count" integer NOT NULL,
	"kept_count" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "trace_run_id_strategy_repeat_pk" PRIMARY KEY("run_id","strategy","repeat")
);
