import { assertNever } from '#contracts/basics/asserts.ts';
import { maskIdNumber, maskName, maskPhone } from '#contracts/basics/mask.ts';
import { isAsked } from '#contracts/domain/form.ts';
import type { FormField } from '#contracts/domain/form.ts';
import type { Language } from '#contracts/domain/localized.ts';
import type { FlowItem } from '#contracts/domain/service-item.ts';
import type { ItemView, KioskView, KnownField, OverlayView, ScreenOf, ScreenView, SessionView } from '#contracts/ipc/view.ts';
import { whyNot } from './browse.ts';
import type { World } from './events.ts';
import { askedFields, fieldsPerPage, knownValue, pagesOf } from './form.ts';
import { flowOf, visitOf } from './moves.ts';
import { proposalTile, proposalView } from './proposal-view.ts';
import type { SessionState } from './state.ts';

/** The part of the view that the session decides; the host adds terminal, devices, network and queue. */
export type SessionPart = Pick<KioskView, 'settings' | 'screen'> & { session?: SessionView; overlay?: OverlayView };

export function sessionPart(state: SessionState, world: World): SessionPart {
  const overlay = overlayView(state, world.nowMs);
  const session = sessionView(state);
  return { settings: state.settings, screen: screenView(state, world), ...(session && { session }), ...(overlay && { overlay }) };
}

function sessionView(state: SessionState): SessionView | undefined {
  const { visit } = state;
  if (!visit) return undefined;
  const steps = stepsOf(state);
  const person = visit.verification && visit.card;
  return {
    interactions: visit.interactions,
    ...(person && {
      person: {
        nameMasked: maskName(person.fields.name || (person.fields.englishName ?? '')),
        numberMasked: maskIdNumber(person.fields.number),
      },
    }),
    ...(steps && { steps }),
  };
}

/** Identification is three steps; a flow counts its own, and says honestly how many there are. */
function stepsOf(state: SessionState): { current: number; total: number } | undefined {
  switch (state.phase.name) {
    case 'identify':
      return { current: 1, total: 3 };
    case 'consent':
      return { current: 2, total: 3 };
    case 'face':
    case 'otherWay':
    case 'sms':
    case 'staff':
      return { current: 3, total: 3 };
    case 'proposal':
      return { current: 1, total: 2 };
    case 'item':
    case 'form':
    case 'review':
    case 'fetching':
    case 'submitting':
    case 'printing':
      return flowSteps(state);
    default:
      return undefined;
  }
}

function flowSteps(state: SessionState): { current: number; total: number } {
  const flow = flowOf(state);
  if (flow.proposal ?? flow.withdrawal) return { current: 2, total: 2 };
  if (flow.reprint) return { current: state.phase.name === 'submitting' || state.phase.name === 'printing' ? 2 : 1, total: 2 };
  const pages = flow.item.form ? pagesOf(flow, visitOf(state)) : 0;
  const total = pages + 3; // explanation, pages, review, result
  switch (state.phase.name) {
    case 'form':
      return { current: 2 + state.phase.page, total };
    case 'review':
    case 'submitting':
    case 'printing':
      return { current: pages + 2, total };
    default:
      return { current: 1, total };
  }
}

function overlayView(state: SessionState, nowMs: number): OverlayView | undefined {
  const { overlay } = state;
  switch (overlay?.name) {
    case undefined:
      return undefined;
    case 'idle':
      return { name: 'idle', secondsLeft: Math.max(0, Math.ceil((overlay.endsAtMs - nowMs) / 1000)) };
    case 'cardGone':
      return { name: 'fault', code: 'SES-002', canRetry: false };
    case 'fault':
      return overlay;
    case 'leave':
    case 'help':
      return { name: overlay.name };
  }
}

function screenView(state: SessionState, world: World): ScreenView {
  const { phase } = state;
  switch (phase.name) {
    case 'attract':
      return { name: 'attract', itemCount: world.items.length };
    case 'outOfService':
    case 'identify':
    case 'consent':
      return phase;
    case 'face':
      return {
        name: 'face',
        state: phase.state === 'preparing' ? 'guiding' : phase.state,
        challenge: phase.challenge,
        step: phase.step,
        stepNumber: phase.stepNumber,
        stepTotal: phase.stepTotal,
        triesLeft: Math.max(0, world.maxFaceTries - visitOf(state).faceTriesUsed),
        hasStandingConsent: visitOf(state).agreed !== true,
        ...(phase.code && { code: phase.code }),
      };
    case 'otherWay':
      return { ...phase, ways: waysOf(state, world) };
    case 'sms': {
      const { challenge: _, ...rest } = phase;
      return rest;
    }
    case 'staff':
      return phase;
    case 'home':
      return {
        name: 'home',
        proposals: visitOf(state).proposals.slice(0, 3).map(proposalTile),
        items: world.items.map((item) => itemView(state, item, world)),
        cases: visitOf(state).cases.list.slice(0, 3),
        casesFrom: visitOf(state).cases.loading ? 'loading' : visitOf(state).cases.from,
      };
    case 'progress': {
      const { list, from, loading } = visitOf(state).cases;
      return { name: 'progress', state: loading ? 'loading' : 'ready', cases: list, casesFrom: from };
    }
    case 'proposal':
      return proposalView(state, phase.mode, world);
    case 'item':
      return { name: 'item', item: itemView(state, flowOf(state).item, world) };
    case 'form':
      return formView(state, phase.page, world);
    case 'review':
      return reviewView(state, world);
    case 'fetching':
      return { name: 'working', what: 'fetching', canCancel: true };
    case 'submitting':
      return { name: 'working', what: 'submitting', canCancel: phase.durable };
    case 'printing':
      return { name: 'working', what: 'printing', canCancel: false };
    case 'result':
      return resultView(state, world);
    case 'rate':
      return { name: 'rate', endsInMs: rateTimeoutMs };
    case 'ended':
      return { ...phase, cardPresent: state.cardPresent };
    default:
      return assertNever(phase);
  }
}

/** How long the rating page waits before it leaves by itself. */
export const rateTimeoutMs = 20_000;

function waysOf(state: SessionState, world: World): ('face' | 'staff' | 'sms')[] {
  const visit = visitOf(state);
  const face = visit.card?.photo === true && world.faceAvailable && visit.faceTriesUsed < world.maxFaceTries;
  return [...(face ? (['face'] as const) : []), ...(world.online ? (['sms'] as const) : []), 'staff'];
}

function itemView(state: SessionState, item: FlowItem, world: World): ItemView {
  const { id, kind, flow, icon, title, summary, department, minutes, workingDays, feeFen, result, materials, consent, offline } =
    item;
  const unavailable = whyNot(state, item, world);
  return {
    id,
    kind,
    flow,
    icon,
    title,
    summary,
    department,
    minutes,
    workingDays,
    feeFen,
    result,
    materials,
    consent,
    offline,
    ...(unavailable && { unavailable }),
  };
}

function formView(state: SessionState, page: number, world: World): ScreenOf<'form'> {
  const flow = flowOf(state);
  const visit = visitOf(state);
  const asked = askedFields(flow, visit);
  return {
    name: 'form',
    item: itemView(state, flow.item, world),
    known: knownFields(state),
    fields: asked.slice(page * fieldsPerPage, (page + 1) * fieldsPerPage).map((field) => {
      const problem = flow.problems[field.name];
      return { field, value: flow.values[field.name] ?? '', ...(problem && { problem }) };
    }),
    page: page + 1,
    pages: pagesOf(flow, visit),
  };
}

/** Who the person is comes first, from the card; then what card and centre filled in. */
function knownFields(state: SessionState): KnownField[] {
  const flow = flowOf(state);
  const visit = visitOf(state);
  const card = visit.card?.fields;
  const asked = new Set(askedFields(flow, visit).map((field) => field.name));
  const who: KnownField[] = [
    {
      name: 'name',
      label: personLabels.name,
      value: maskName(card?.name || (card?.englishName ?? '')),
      source: 'card',
      editable: false,
    },
    { name: 'idNumber', label: personLabels.idNumber, value: maskIdNumber(card?.number ?? ''), source: 'card', editable: false },
  ];
  const filled = (flow.item.form?.fields ?? []).flatMap((field): KnownField[] => {
    const known = knownValue(field, visit);
    if (!known || asked.has(field.name)) return [];
    return [
      {
        name: field.name,
        label: field.label,
        value: shown(field, known.value, state.settings.language),
        source: known.source,
        editable: true,
      },
    ];
  });
  return [...who, ...filled];
}

const personLabels: Record<'name' | 'idNumber', Record<Language, string>> = {
  name: { 'zh-CN': '姓名', en: 'Name' },
  idNumber: { 'zh-CN': '证件号码', en: 'ID number' },
};

/** A value as a screen that others can see may show it. */
function shown(field: FormField, value: string, language: Language): string {
  if (field.type === 'phone') return maskPhone(value);
  if (field.type === 'choice') return field.options.find((option) => option.value === value)?.label[language] ?? value;
  if (field.type === 'digits' && value.length > 8) return maskIdNumber(value);
  return value;
}

function reviewView(state: SessionState, world: World): ScreenOf<'review'> {
  const flow = flowOf(state);
  const who = knownFields(state)
    .filter((known) => !known.editable)
    .map(({ name, label, value }) => ({ name, label, value, editable: false }));
  const values = (flow.item.form?.fields ?? []).flatMap((field) => {
    const value = isAsked(field, flow.values) ? flow.values[field.name] : undefined;
    return value
      ? [{ name: field.name, label: field.label, value: shown(field, value, state.settings.language), editable: true }]
      : [];
  });
  const signed = flow.signature ? 'given' : 'missing';
  return {
    name: 'review',
    item: itemView(state, flow.item, world),
    rows: [...who, ...values],
    ...(flow.statement && { statement: flow.statement }),
    ...(flow.reprint && { certificateNumber: flow.reprint.number }),
    signature: flow.item.flow === 'registration' ? signed : 'notNeeded',
    offline: !world.online,
  };
}

function resultView(state: SessionState, world: World): ScreenOf<'result'> {
  const flow = flowOf(state);
  const { act } = flow;
  return {
    name: 'result',
    item: itemView(state, flow.item, world),
    outcome: act?.outcome ?? 'queued',
    ...(act?.code && { code: act.code }),
    caseNumber: act?.caseNumber ?? '',
    ...(act?.dueOn && { dueOn: act.dueOn }),
    qr: act?.qr ?? '',
    receipt: flow.receipt,
    ...(flow.document && { document: flow.document }),
    ...(flow.document && !flow.statement && { documentLater: true as const }),
  };
}
