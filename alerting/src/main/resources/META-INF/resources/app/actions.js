/**
 * What the reader does to the open alert. A decision goes with the version that the screen showed when it was begun, so that
 * nobody acknowledges or dismisses a radiograph that they have not seen; taking a decision back needs none. An action counts as
 * done only when the live feed shows it; until then it is listed as under way. Sending again uses the same action id, so that
 * nothing can count twice.
 */
import { byId, setText } from './element.js';
import * as format from './format.js';
import { DismissDialog } from './dismiss-dialog.js';
import { PendingActions } from './pending-actions.js';

export class Actions {
  #alert = null;
  /** Of the open alert: {version: that may be decided on, or null, obstacle: why not, in words, retry: what may help}. */
  #decision = { version: null, obstacle: '' };
  #interrupted = false;
  /** Comments that were begun, by alert: whoever comes back goes on with theirs, and nobody's goes to another patient. */
  #drafts = new Map();
  #pending;
  #dialog = new DismissDialog();
  #patient;

  /**
   * patient: name() of the image on the screen for the dialog, nameAndId() for what is said of it later; handlers: open(alertId),
   * marked(words by alert id), said(words).
   */
  constructor(patient, handlers) {
    this.#patient = patient;
    this.#pending = new PendingActions({ ...handlers, changed: () => this.#render() });
    byId('acknowledge-button').addEventListener('click', () => this.acknowledge());
    byId('dismiss-button').addEventListener('click', () => this.dismiss());
    byId('return-button').addEventListener('click', () => this.giveBack());
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
      if (this.#alert) this.#drafts.set(this.#alert.alertId, byId('comment-text').value);
      byId('comment-text').value = this.#drafts.get(alert?.alertId) ?? '';
      this.#dialog.close();
    }
    this.#interrupted = Boolean(decision.obstacle) && (this.#interrupted || this.#dialog.isOpen);
    if (decision.obstacle) this.#dialog.close();
    this.#alert = alert;
    this.#decision = decision;
    this.#pending.show(alert?.alertId ?? null);
    if (alert) this.confirm(alert);
    this.#render();
  }

  /** Any alert as the feed or the server shows it: takes what it proves off the list. */
  confirm(alert) {
    this.#pending.confirm(alert);
  }

  acknowledge() {
    if (!byId('acknowledge-button').disabled && this.#alert) this.#start('ACKNOWLEDGE', this.#decision.version);
  }

  dismiss() {
    if (byId('dismiss-button').disabled || !this.#alert) return;
    // Not the version of the moment of sending: the alert may have changed behind the dialog.
    const { version } = this.#decision;
    this.#dialog.open(this.#patient.name(), reason => this.#start('DISMISS', version, reason));
  }

  /** Makes the alert new again for everybody, whatever the screen has shown of it. */
  giveBack() {
    const { hidden, disabled } = byId('return-button');
    if (this.#alert && !hidden && !disabled) this.#start('RETURN', this.#alert.version);
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
    this.#pending.start(this.#alert, this.#patient.nameAndId(), body);
  }

  #render() {
    if (!this.#alert) return;
    setText(byId('state-line'), format.state(this.#alert.state));
    byId('state-line').dataset.state = this.#alert.state;
    byId('return-button').hidden = this.#alert.state === 'NEW';
    byId('return-button').disabled = this.#pending.has('RETURN');
    this.#renderNotice();
    const undecidable = this.#decision.version === null;
    byId('acknowledge-button').disabled = undecidable || this.#alert.state !== 'NEW' || this.#pending.has('ACKNOWLEDGE');
    byId('dismiss-button').disabled = undecidable || this.#alert.state === 'DISMISSED' || this.#pending.has('DISMISS');
  }

  #renderNotice() {
    const { obstacle, retry } = this.#decision;
    const words = this.#interrupted ? `Nothing was dismissed. ${obstacle}` : obstacle;
    byId('decision-notice').hidden = !obstacle;
    setText(byId('decision-text'), words);
    byId('decision-retry').hidden = !retry;
    byId('decision-retry').onclick = retry ?? null;
  }
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
