import { readTrialReport, type TrialReport } from '#central/process/index.ts';
import { openCentreLine } from '../item/line.ts';
import { table } from '../item/words.ts';
import type { ReportCall } from './call.ts';
import { findCluster, openCluster, openGiven, openReleasedOnly, type ReportTables } from './tables.ts';

/** 首批试点: the figures of the trial items, counted where the call says. */
export async function trialItems(call: ReportCall): Promise<{ readonly words: string; readonly json: object }> {
  if (call.central) {
    const answer = await openCentreLine(call.central, call.data).ask('GET', '/operator/reports/trial-items');
    if (answer.status !== 200) throw new Error(`the centre answered ${answer.status}`);
    return written(answer.body as TrialReport, call.central.origin);
  }
  const tables = await openTables(call);
  try {
    return written(await readTrialReport(tables.db), tables.where);
  } finally {
    await tables.close();
  }
}

function openTables({ database, data }: ReportCall): Promise<ReportTables> | ReportTables {
  if (database !== undefined) return openGiven(database);
  const cluster = findCluster(data);
  return cluster === undefined ? openReleasedOnly() : openCluster(cluster);
}

function written(report: TrialReport, where: string): { readonly words: string; readonly json: object } {
  const places = Object.entries(report.places).map(([district, n]): [string, number] => [`places in ${district}`, n]);
  const sums = table([
    ['trial items', report.items],
    ['places (item x district)', report.placesTotal],
    ...places,
    ['classes of party', report.partyClasses],
    ['materials waived', report.materialsWaived],
    ['materials still asked for', report.materialsAsked],
    ['fields filled in', report.fieldsPrefilled],
    ['fields still typed', report.fieldsAsked],
    ['parties that can use them', report.parties],
    ['proposals so far', report.proposals],
    ['confirmed so far', report.confirmed],
  ]);
  const items = table([
    ['item', 'places', 'waived', 'filled in', 'proposals', 'confirmed'],
    ...report.byItem.map((item) => [
      item.title['zh-CN'],
      item.places,
      item.waived,
      item.prefilled,
      item.proposals,
      item.confirmed,
    ]),
  ]);
  return { words: `Counted in ${where}\n\n${sums}\n${items}`, json: { ...report, countedIn: where } };
}
