import type { StockModel } from '@/domain/stock-model';
import { STOCK } from '@/stock/stock-models';
import { schemaStatements } from '@/stores/postgres/scratch-schema';
import type { SpecSetup } from './spec-file';
import { PRODUCTS } from './stock-store';

/** The tables that these statements name, as the sandbox has them, and units on sale; nothing else of the sandbox. */
export async function specSetup(model: StockModel, stock: number, statements: readonly string[]): Promise<SpecSetup> {
  const fill = STOCK[model].firstFill(PRODUCTS, stock);
  const words = new Set([...statements, ...fill].flatMap((statement) => statement.toLowerCase().match(/\w+/g) ?? []));
  const needed = (await schemaStatements()).filter((statement) => words.has(tableOf(statement)));
  return { statements: [...needed, ...fill.filter((statement) => needed.some((made) => tableOf(made) === filledTable(statement)))] };
}

const tableOf = (statement: string): string => /^(?:create table|alter table|create (?:unique )?index "?\w+"? on) "?(\w+)"?/i.exec(statement)?.[1] ?? '';
const filledTable = (statement: string): string => /^insert into (\w+)/.exec(statement)?.[1] ?? '';
