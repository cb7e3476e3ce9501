import { index, integer, jsonb, numeric, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';
import type { FloodPlan } from '../../domain/plan';
import type { RunReport } from '../../domain/report';
import type { RunFailure, RunStatus } from '../../domain/run-event';

/** One request for a flood, and what came of it. */
export const run = pgTable(
  'run',
  {
    id: text().primaryKey(),
    status: text().$type<RunStatus>().notNull(),
    plan: jsonb().$type<FloodPlan>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    finishedAt: timestamp('finished_at', { withTimezone: true, mode: 'date' }),
    report: jsonb().$type<RunReport>(),
    failure: jsonb().$type<RunFailure>(),
  },
  (table) => [index('run_created_at').on(table.createdAt)],
);

/** What is sold. A flood makes one for each lane, so that runs never disturb each other. */
export const product = pgTable('product', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull(),
  price: numeric({ precision: 12, scale: 2 }).notNull(),
  /** The run whose lane the product was made for; null for the products of the shop. */
  runId: text('run_id'),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
});

/**
 * The hot row. It stands alone, and nothing references it: a foreign key from orders would take FOR KEY SHARE
 * on it with every order and collide with FOR UPDATE.
 */
export const inventory = pgTable('inventory', {
  productId: integer('product_id').primaryKey(),
  stock: integer().notNull(),
  initialStock: integer('initial_stock').notNull(),
  version: integer().notNull().default(0),
});

/**
 * `remaining` is the stock that this order believed it left. Two orders of one sale that believe they sold the same
 * unit are a lost update, and this column is the proof.
 */
export const orders = pgTable(
  'orders',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    productId: integer('product_id').notNull(),
    buyerId: text('buyer_id').notNull(),
    quantity: integer().notNull(),
    remaining: integer().notNull(),
    idempotencyKey: text('idempotency_key'),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (table) => [unique('orders_idempotency_key').on(table.productId, table.idempotencyKey)],
);
