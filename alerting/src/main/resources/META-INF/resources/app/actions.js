/**
 * What the reader does to the open alert. A decision goes with the version that the screen showed when it was begun, so that
 * nobody acknowledges or dismisses a radiograph that they have not seen. An action counts as done only when the live feed shows
 * it; until then it is listed as under way. Sending again uses the same action id, so that nothing can count twice.
 */
import { byId, element, setText } from './element.js';
import * as api from './api.js';
import * as format from './format.js';
import { DismissDialog } from './dismiss-dialog.js';

const ECHO_LATE_MILLIS = 15_000;
const NAMES = { ACKNOWLEDGE: 'Acknowledge', DISMISS: 'Dismiss', COMMENT: 'Comment' };
const CHANGES = { ACKNOWLEDGE: 'ACKNOWLEDGED', DISMISS: 'DISMISSED', COMMENT: 'COMMENTED' };

export class Actions {
  #alert = null;
  /** Of the open alert: {version: that may be decided on, or null, obstacle: why not, in words, retry: what may help}. */
  #decision = { version: null, obstacle: '' };
  #interrupted = false;
  /** Under way, oldest first, of any alert: {alertId, baseVersion, body, phase: sending|accepted|late|failed, error}. */
  #pending = [];
  #dialog = new DismissDialog();
  #patientName;

  /** patientName() of the open alert, for the dialog. */
  constructor(patientName) {
    this.#patientName = patientName;
    byId('acknowledge-button').addEventListener('click', () => this.acknowledge());
    byId('dismiss-button').addEventListener('click', () => this.dismiss());
    byId('comment-form').addEventListener('submit', event => {
      event.preventDefault();
      this.#comment();
    });
    byId('comment-text').addEventListener('keydown', event => {
      if (event.key === 'Escape') byId('comment-text').blur();
      if (event.key === 'Enter' && !event.shiftKey) {
        event.preventDefault();
        this.#comment();
      }
    });
  }

  /** The open alert, null when none is, and what may be decided on, whenever either changes. */
  show(alert, decision) {
    if (alert?.alertId !== this.#alert?.alertId) {
      byId('comment-text').value = '';
      this.#dialog.close();
    }
    this.#interrupted = Boolean(decision.obstacle) && (this.#interrupted || this.#dialog.isOpen);
    if (decision.obstacle) this.#dialog.close();
    this.#alert = alert;
    this.#decision = decision;
    if (alert) this.confirm(alert);
    this.#render();
  }

  /** Any alert as the feed or the server shows it: takes what it proves off the list. */
  confirm(alert) {
    const before = this.#pending.length;
    this.#pending = this.#pending.filter(action => !proves(alert, action));
    if (this.#pending.length !== before) this.#render();
  }

  acknowledge() {
    if (!byId('acknowledge-button').disabled && this.#alert) this.#start('ACKNOWLEDGE', this.#decision.version);
  }

  dismiss() {
    if (byId('dismiss-button').disabled || !this.#alert) return;
    // Not the version of the moment of sending: the alert may have changed behind the dialog.
    const { version } = this.#decision;
    this.#dialog.open(this.#patientName(), reason => this.#start('DISMISS', version, reason));
  }

  #comment() {
    const text = byId('comment-text').value.trim();
    if (!text || !this.#alert) return;
    byId('comment-text').value = '';
    this.#start('COMMENT', this.#alert.version, text);
  }

  #start(kind, version, reason) {
    const body = { action: kind, actionId: randomId(), version };
    if (reason) body.reason = reason;
    const action = { alertId: this.#alert.alertId, baseVersion: this.#alert.version, body, phase: 'sending', error: '' };
    this.#pending.push(action);
    this.#send(action);
  }

  async #send(action) {
    action.phase = 'sending';
    this.#render();
    try {
      await api.act(action.alertId, action.body);
      action.phase = 'accepted';
      setTimeout(() => this.#late(action), ECHO_LATE_MILLIS);
    } catch (error) {
      action.phase = 'failed';
      action.error = error.message;
    }
    this.#render();
  }

  #late(action) {
    if (action.phase === 'accepted') action.phase = 'late';
    this.#render();
  }

  #forget(action) {
    this.#pending = this.#pending.filter(each => each !== action);
    this.#render();
  }

  #render() {
    if (!this.#alert) return;
    const own = this.#pending.filter(action => action.alertId === this.#alert.alertId);
    const underWay = kind => own.some(action => action.body.action === kind);
    setText(byId('state-line'), format.state(this.#alert.state));
    byId('state-line').dataset.state = this.#alert.state;
    this.#renderNotice();
    const undecidable = this.#decision.version === null;
    byId('acknowledge-button').disabled = undecidable || this.#alert.state !== 'NEW' || underWay('ACKNOWLEDGE');
    byId('dismiss-button').disabled = undecidable || this.#alert.state === 'DISMISSED' || underWay('DISMISS');
    byId('pending-actions').replaceChildren(...own.map(action => this.#line(action)));
  }

  #renderNotice() {
    const { obstacle, retry } = this.#decision;
    const words = this.#interrupted ? `Nothing was dismissed. ${obstacle}` : obstacle;
    byId('decision-notice').hidden = !obstacle;
    setText(byId('decision-text'), words);
    byId('decision-retry').hidden = !retry;
    byId('decision-retry').onclick = retry ?? null;
  }

  #line(action) {
    const name = NAMES[action.body.action];
    const texts = {
      sending: `${name}: sending`,
      accepted: `${name}: accepted, waiting for the live list to show it`,
      late: `${name}: accepted, but the live list has not shown it yet.`,
      failed: `${name} was not sent. ${action.error}`,
    };
    const buttons = action.phase === 'failed' || action.phase === 'late'
      ? [element('button', { type: 'button', onclick: () => this.#send(action) }, 'Try again'),
        element('button', { type: 'button', onclick: () => this.#forget(action) }, 'Leave it')]
      : [];
    const line = element('li', {}, element('span', {}, texts[action.phase]), ...buttons);
    line.dataset.phase = action.phase;
    return line;
  }
}

/** True when the alert as shown has come past the action: its state, or an entry of its history, says so. */
function proves(alert, action) {
  if (alert.alertId !== action.alertId || alert.version <= action.baseVersion) return false;
  const change = CHANGES[action.body.action];
  if (alert.state === change) return true;
  // Each version has one entry: older ones, of a decision before the alert was opened again, prove nothing.
  return (alert.history ?? []).slice(action.baseVersion - alert.version).some(entry =>
    entry.change === change && (entry.reason ?? '') === (action.body.reason ?? ''));
}

/** crypto.randomUUID exists in secure contexts only; a site without TLS on its own network still has getRandomValues. */
function randomId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
