import type { ColumnType, JSONColumnType } from 'kysely';
import type { Instant, LocalDate } from '#contracts/basics/clock.ts';

/** Columns whose written type is wider than the one that is read (`database.ts` has the parsers). */
export type When = ColumnType<Instant, string, string>;
export type MaybeWhen = ColumnType<Instant | null, string | null, string | null>;
export type Day = ColumnType<LocalDate, string, string>;
export type MaybeDay = ColumnType<LocalDate | null, string | null, string | null>;
export type JsonObject = JSONColumnType<object, string, string>;
