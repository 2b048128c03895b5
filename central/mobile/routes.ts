import type { FastifyError } from 'fastify';
import { moveProposalRow } from '../tracking/index.ts';
import type { App, AppReply, AppRequest } from '../http/index.ts';
import { actions } from './actions.ts';
import type { Answer, Fields } from './actions.ts';
import { readDataReads } from '../audit/index.ts';
import { shownHashOf } from './decide.ts';
import { actionForm, addressOf, button, linkButton, mobileHeaders, notePage } from './frame.ts';
import { html } from '../http/index.ts';
import { localStreet } from './masked.ts';
import { addressPage } from './pages/address-page.ts';
import { readsPage } from './pages/reads-page.ts';
import type { MobileParts } from './parts.ts';
import { isFromOwnPage, isPersonLooking, openScene, viewOf } from './scene.ts';
import type { Scene } from './scene.ts';
import { note, refusal, showCode, showStanding, sitesFor } from './show.ts';
import { declineTexts } from './texts.ts';
import { cookieHeader, countTouch, readFormToken, useForm } from './visit.ts';

/** A name, a phone, a street: more is no form of ours. */
const largestForm = 8 * 1024;

/**
 * `/m/<token>` and what is below it: the page that a message opens. GET writes nothing but, for a person's browser, that the proposal was opened;
 * every change is a form of our own page, sent once.
 */
export async function addMobileRoutes(app: App, parts: MobileParts): Promise<void> {
  await app.register((plain, _options, done) => {
    const scope = plain as unknown as App; // the same server, with a parser and an error page of its own
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: largestForm },
      (_request, body, parsed) => parsed(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.setErrorHandler<FastifyError>((error, request, reply) => fail(parts, error, request, reply));
    const open = { config: { scope: 'public' }, schema: { hide: true } } as const;
    for (const url of ['/m/:token', '/m/:token/:page'])
      scope.get(url, open, (request, reply) => answer(parts, request, reply, look));
    scope.post('/m/:token/:page', open, (request, reply) => answer(parts, request, reply, act));
    done();
  });
}

type Way = (parts: MobileParts, request: AppRequest, scene: Scene, below: string) => Promise<Answer>;

async function answer(parts: MobileParts, request: AppRequest, reply: AppReply, way: Way): Promise<unknown> {
  const { token = '', page = '' } = request.params as { token?: string; page?: string };
  const seconds = parts.rateLimit.take(request.ip);
  if (seconds > 0) return send(reply.header('retry-after', seconds), note(viewOf(request.query), 'tooOften', 429));
  const scene = await openScene(parts, request, token);
  if (!scene) return send(reply, note(viewOf(request.query), /^QD\d{16}$/.test(token) ? 'caseNumber' : 'unknown', 404));
  if (scene.link.disowned_at !== null) return send(reply, note(scene.view, 'disowned', 200));
  if (scene.isNewBrowser && request.method === 'GET') reply.header('set-cookie', cookieHeader(scene.cookie, scene.view.base));
  return send(reply, await way(parts, request, scene, page));
}

function send(reply: AppReply, given: Answer): unknown {
  reply.headers({ ...mobileHeaders });
  // 303: what comes next is a look, whatever was sent.
  if ('go' in given) return reply.code(303).header('location', given.go).send('');
  return reply.code(given.status).send(given.page);
}

async function look(parts: MobileParts, request: AppRequest, scene: Scene, below: string): Promise<Answer> {
  const { standing, view, link, isKnown, visit } = scene;
  if (standing.is === 'offer' && isPersonLooking(request)) await moveProposalRow(parts, standing.proposal, 'open');
  switch (below) {
    case '':
      return showStanding(parts, scene);
    case 'code':
      if (isKnown || visit?.challenge == null) return { go: addressOf(view) };
      return { status: 200, page: showCode(parts, scene) };
    case 'address': {
      if (standing.is !== 'offer' || !isKnown || standing.item.handover === 'electronicOnly') return { go: addressOf(view) };
      const { offer, proposal } = standing;
      const sites = sitesFor(offer.address?.street ?? '', proposal.district);
      const values = offer.address ? { ...offer.address, street: localStreet(offer.address) } : { name: standing.person.name };
      return { status: 200, page: addressPage(view, { values, problems: [], shownHash: shownHashOf(offer), sites }) };
    }
    case 'not-me':
      if (standing.is !== 'offer') return { go: addressOf(view) };
      return {
        status: 200,
        page: notePage(
          view,
          declineTexts,
          'wait',
          html`${actionForm(view, 'not-me', html`${button(view, declineTexts.yes, 'go')}`)}
          ${linkButton(view, declineTexts.back, '')}`,
        ),
      };
    case 'reads':
      if (!isKnown) return { go: addressOf(view) };
      return { status: 200, page: readsPage(view, await readDataReads(parts.db, link.person_key)) };
    default:
      return refusal(view, 'unknown', 404);
  }
}

/** A form: of our own page, made for this browser and this link, not too long ago, and not sent before. */
async function act(parts: MobileParts, request: AppRequest, scene: Scene, below: string): Promise<Answer> {
  const { link, view, cookie, standing } = scene;
  const fields = (typeof request.body === 'object' && request.body !== null ? request.body : {}) as Fields;
  const action = Object.hasOwn(actions, below) ? actions[below] : undefined;
  if (!action) return refusal(view, 'unknown', 404);
  const form = { secret: parts.formSecret, cookie, tokenHash: link.token_hash };
  const nonce = scene.isNewBrowser ? undefined : readFormToken(form, parts.clock, fields['t'] ?? '');
  if (!isFromOwnPage(request) || nonce === undefined) {
    parts.log('centre.refused', { route: '/m/:token/:page', reason: nonce === undefined ? 'form' : 'origin', status: 403 });
    return refusal(view, 'formOld', 403);
  }
  if (!(await useForm(parts.db, parts.clock, nonce))) return { go: addressOf(view) };
  if (standing.is === 'offer') await moveProposalRow(parts, standing.proposal, 'open');
  const visit = await countTouch(parts.db, parts, cookie, link);
  return action(parts, { ...scene, visit }, fields);
}

async function fail(parts: MobileParts, error: FastifyError, request: AppRequest, reply: AppReply): Promise<unknown> {
  const route = request.routeOptions.url ?? 'none';
  if (error.statusCode !== undefined && error.statusCode < 500) {
    parts.log('centre.refused', { route, reason: error.code, status: error.statusCode });
    return send(reply, note(viewOf(request.query), 'formOld', error.statusCode));
  }
  parts.log('centre.request-failed', { route, error: error.name, code: error.code });
  return send(reply, note(viewOf(request.query), 'failed', 500));
}
