import { sql } from 'drizzle-orm';
import { bigint, boolean, check, customType, index, integer, jsonb, numeric, pgSequence, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { FloodPlan } from '../../domain/plan';
import type { RunReport } from '../../domain/report';
import type { RunFailure, RunStatus } from '../../domain/run-event';
import type { StockModel } from '../../domain/stock-model';

/** One request for a flood, and its result. */
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
export const product = pgTable(
  'product',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    price: numeric({ precision: 12, scale: 2 }).notNull(),
    /** The run whose lane the product was made for; null for the products of the shop. */
    runId: text('run_id'),
    /** Where its units are counted: one product is sold through one stock model at a time. */
    stockModel: text('shelf').$type<StockModel>().notNull().default('row'),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  // The shop's own products are few among those of many floods, and are read many times a second.
  (table) => [index('product_shop').on(table.id).where(sql`${table.runId} is null`)],
);

/**
 * The hot row. It has a table of its own, and nothing references it: a foreign key from orders would take FOR KEY SHARE
 * on it with every order and collide with FOR UPDATE.
 */
export const inventory = pgTable(
  'inventory',
  {
    productId: integer('product_id').primaryKey(),
    stock: integer().notNull(),
    initialStock: integer('initial_stock').notNull(),
    version: integer().notNull().default(0),
    /** The newest fencing token that was shown to this row. */
    fencingToken: bigint('fencing_token', { mode: 'number' }).notNull().default(0),
    /** Whether the row refuses negative stock: the strategy `check-constraint` relies on it. */
    neverNegative: boolean('never_negative').notNull().default(false),
  },
  (table) => [check('inventory_never_negative', sql`not ${table.neverNegative} or ${table.stock} >= 0`)],
);

/** Fencing tokens: each is larger than all before it, whatever happens to Redis. */
export const fencingToken = pgSequence('fencing_token');

/** One row for each unit, for the strategy that claims rows instead of counting down. */
export const unit = pgTable(
  'unit',
  {
    productId: integer('product_id').notNull(),
    unitNo: integer('unit_no').notNull(),
    /** The order that it was sold with; null while it is unsold. */
    orderId: integer('order_id'),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.unitNo] }),
    index('unit_unsold').on(table.productId, table.unitNo).where(sql`${table.orderId} is null`),
  ],
);

/**
 * `remaining` is the stock that the strategy believed was left. Two orders of one sale that both believe they sold the same
 * unit are a lost update, and this column is the proof.
 */
export const orders = pgTable(
  'orders',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    productId: integer('product_id').notNull(),
    buyerId: text('buyer_id').notNull(),
    quantity: integer().notNull(),
    /** Null if the strategy does not know what is left. */
    remaining: integer(),
    idempotencyKey: text('idempotency_key'),
    /** The token that the write was accepted with, if there was one. */
    fencingToken: bigint('fencing_token', { mode: 'number' }),
    /** The reservation in Redis that this order settles: unique, so a reservation that is delivered twice gives one order. */
    reservation: text(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  // Partial: an order without a key needs no index entry.
  (table) => [
    index('orders_product').on(table.productId),
    uniqueIndex('orders_idempotency_key').on(table.productId, table.idempotencyKey).where(sql`${table.idempotencyKey} is not null`),
    uniqueIndex('orders_reservation').on(table.reservation).where(sql`${table.reservation} is not null`),
  ],
);

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** The recording of one lane, compressed and always read as a whole. Deleted with the orders of its run. */
export const trace = pgTable(
  'trace',
  {
    runId: text('run_id').notNull(),
    strategy: text().notNull(),
    repeat: integer().notNull(),
    purchaseCount: integer('purchase_count').notNull(),
    keptCount: integer('kept_count').notNull(),
    /** A `LaneTrace` as JSON, gzipped. */
    content: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.strategy, table.repeat] })],
);
