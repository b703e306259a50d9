/** Asks for the reason without which no alert is dismissed. */
import { byId, element, setText } from './element.js';

const OTHER = 'Other reason';
const REASONS = [
  'Pneumothorax already known and treated',
  'Skin fold, clothing or device taken for air',
  'Finding not confirmed by the reader',
  'Image not suitable for reading',
  'Duplicate or test study',
  OTHER,
];

export class DismissDialog {
  #dialog = byId('dismiss-dialog');
  #give = () => {};

  constructor() {
    byId('dismiss-choices').append(...REASONS.map(reason => element('label', {},
      element('input', { type: 'radio', name: 'dismiss-reason', value: reason }), element('span', {}, reason))));
    byId('dismiss-choices').addEventListener('change', () => this.#chosen());
    byId('dismiss-cancel').addEventListener('click', () => this.close());
    byId('dismiss-form').addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** give(reason) when the reader has given one. */
  open(patientName, give) {
    this.#give = give;
    byId('dismiss-form').reset();
    setText(byId('dismiss-patient'), patientName);
    this.#chosen();
    this.#dialog.showModal();
  }

  close() {
    this.#dialog.close();
  }

  #choice() {
    return document.querySelector('[name=dismiss-reason]:checked')?.value;
  }

  #chosen() {
    setText(byId('dismiss-detail-need'), this.#choice() === OTHER ? '(required)' : '(optional)');
    setText(byId('dismiss-error'), '');
  }

  #submit() {
    const choice = this.#choice();
    const detail = byId('dismiss-detail').value.trim();
    if (!choice || choice === OTHER && !detail) {
      setText(byId('dismiss-error'), choice ? 'Please give the reason in words.' : 'Please choose a reason.');
      byId(choice ? 'dismiss-detail' : 'dismiss-choices').focus();
      return;
    }
    this.close();
    this.#give(detail ? `${choice}: ${detail}` : choice);
  }
}
