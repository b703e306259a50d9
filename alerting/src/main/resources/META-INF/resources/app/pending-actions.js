/**
 * Actions that the live list has not shown yet, of any alert. Those on the open alert stand beside its buttons. One on another
 * alert that failed or is late stands above everything, and its row is marked: the reader has gone on and takes it for done.
 */
import { byId, keepChildren } from './element.js';
import * as api from './api.js';
import { ActionLine } from './action-line.js';

const ECHO_LATE_MILLIS = 15_000;
const CHANGES = { ACKNOWLEDGE: 'ACKNOWLEDGED', DISMISS: 'DISMISSED', COMMENT: 'COMMENTED', RETURN: 'RETURNED' };
const STATES = { ACKNOWLEDGE: 'ACKNOWLEDGED', DISMISS: 'DISMISSED', RETURN: 'NEW' };

export class PendingActions {
  /** Oldest first: {alertId, baseVersion, patient, body, phase: sending|accepted|late|failed, error, troubled: was ever one of the last two, line}. */
  #pending = [];
  #openId = null;
  #handlers;

  /** handlers: changed(), open(alertId), marked(words by alert id) for the rows, said(words) for who cannot see them. */
  constructor(handlers) {
    this.#handlers = handlers;
    addEventListener('beforeunload', event => {
      if (this.#pending.some(({ phase }) => phase === 'sending' || phase === 'failed')) event.preventDefault();
    });
  }

  /** The alert that is open, null when none is. */
  show(alertId) {
    this.#openId = alertId;
    this.#render();
  }

  /** Whether such an action on the open alert is under way. */
  has(kind) {
    return this.#pending.some(action => action.alertId === this.#openId && action.body.action === kind);
  }

  /** patient as the screen names them, so that one knows who is meant when another is open. */
  start(alert, patient, body) {
    const action = { alertId: alert.alertId, baseVersion: alert.version, patient, body, phase: 'sending', error: '', troubled: false };
    action.line = new ActionLine({
      open: () => this.#handlers.open(action.alertId),
      again: () => this.#send(action),
      leave: () => this.#forget(action),
    });
    this.#pending.push(action);
    this.#send(action);
  }

  /** Any alert as the feed or the server shows it: takes what it proves off the list. */
  confirm(alert) {
    const before = this.#pending.length;
    this.#pending = this.#pending.filter(action => !proves(alert, action));
    if (this.#pending.length !== before) this.#changed();
  }

  async #send(action) {
    action.phase = 'sending';
    this.#changed();
    try {
      await api.act(action.alertId, action.body);
      action.phase = 'accepted';
      setTimeout(() => this.#late(action), ECHO_LATE_MILLIS);
    } catch (error) {
      action.error = error.message;
      this.#trouble(action, 'failed');
    }
    this.#changed();
  }

  async #late(action) {
    // The feed does not tell what was said, nor of a decision that another has followed; the alert itself does.
    if (this.#awaits(action) && action.alertId !== this.#openId) await this.#look(action.alertId);
    if (!this.#awaits(action)) return;
    this.#trouble(action, 'late');
    this.#changed();
  }

  #awaits(action) {
    return action.phase === 'accepted' && this.#pending.includes(action);
  }

  async #look(alertId) {
    try {
      this.confirm(await api.detail(alertId));
    } catch {
      // Then it is late.
    }
  }

  #trouble(action, phase) {
    action.phase = phase;
    action.troubled = true;
    if (action.alertId !== this.#openId) this.#handlers.said(action.line.words(action, true));
  }

  #forget(action) {
    this.#pending = this.#pending.filter(each => each !== action);
    this.#changed();
  }

  #changed() {
    this.#render();
    this.#handlers.changed();
  }

  #render() {
    const own = this.#pending.filter(({ alertId }) => alertId === this.#openId);
    const elsewhere = this.#pending.filter(({ alertId, troubled }) => alertId !== this.#openId && troubled);
    for (const action of own) action.line.show(action, false);
    for (const action of elsewhere) action.line.show(action, true);
    keepChildren(byId('pending-actions'), own.map(({ line }) => line.node));
    keepChildren(byId('actions-elsewhere'), elsewhere.map(({ line }) => line.node));
    byId('actions-elsewhere').hidden = !elsewhere.length;
    const unsettled = this.#pending.filter(({ phase }) => phase === 'failed' || phase === 'late');
    this.#handlers.marked(new Map(unsettled.map(action => [action.alertId, action.line.mark(action)])));
  }
}

/** True when the alert as shown has come past the action: its state, or an entry of its history, says so. */
function proves(alert, action) {
  if (alert.alertId !== action.alertId || alert.version <= action.baseVersion) return false;
  const change = CHANGES[action.body.action];
  if (alert.state === STATES[action.body.action]) return true;
  // Each version has one entry: older ones, of a decision before the alert was opened again, prove nothing.
  return (alert.history ?? []).slice(action.baseVersion - alert.version).some(entry =>
    entry.change === change && (entry.reason ?? '') === (action.body.reason ?? ''));
}
