/**
 * The selected alert: its radiographs, the patient of the one on the screen, finding and history. A switch to another alert or
 * image clears the screen before anything is fetched, so that no name ever stands beside another patient's image.
 *
 * Also the judge of what a decision may be about: the last detail whose images have all been on the screen since the alert was
 * opened, in a window that they could be seen in. Each of them is positive, and may show another side than the first.
 */
import { byId, element, fillFields, setText } from './element.js';
import * as api from './api.js';
import * as format from './format.js';
import { serverNow } from './clock.js';
import { Finding } from './finding.js';
import { Overlay } from './overlay.js';
import { Sight } from './sight.js';
import { Stage } from './stage.js';
import { MapTools } from './map-tools.js';

/** What the screen says of the patient's sides, by the facing that the file of the image states. */
const SIDES_OF_SCREEN = {
  USUAL: { words: "Left side of the screen is the patient's right", right: 'R', left: 'L' },
  MIRRORED: {
    words: "Turned over, since the file has the patient's right on its right. Left side of the screen is the patient's right",
    right: 'R',
    left: 'L',
  },
  NOT_STATED: {
    words: "The file does not state the sides: left side of the screen taken for the patient's right",
    right: 'R?',
    left: 'L?',
  },
};
const NO_SIDES = { words: 'Sides of the patient not known for this image' };

const RELOAD_MILLIS = 5_000;
const BRING_AN_IMAGE = ['RAISED', 'IMAGE_ADDED', 'REOPENED'];

export class Viewer {
  #root = byId('viewer');
  #stage = new Stage();
  #sight = new Sight(byId('stage'), () => this.#look());
  #mapTools = new MapTools(this.#stage);
  #finding = new Finding();
  #showMap = false;
  #alert = null;
  #detail = null;
  #shownImage = null;
  /** Whether the shown image is on the stage, or the words that it cannot be, and not only on its way there. */
  #arrived = false;
  /** The version whose images have all been on the screen, null before the first. */
  #seenVersion = null;
  /** The images that were on the screen since the alert was opened, or of which it said for good that they cannot be. */
  #seen = new Set();
  #failure = '';
  #isGone = false;
  #reloadTimer;
  #abortDetail = new AbortController();
  #abortFrame = new AbortController();
  #changed;

  /** changed() whenever the open alert is another, or what may be decided about it. */
  constructor(changed) {
    this.#changed = changed;
    byId('reset-button').addEventListener('click', () => this.reset());
    byId('invert-button').addEventListener('click', () => this.invert());
  }

  /** What the service says of itself; a site that triages only shows no map. */
  allowMap(showMap) {
    this.#showMap = showMap;
    if (this.#detail && this.#shownImage) this.#showImage(this.#shownImage);
  }

  get alert() {
    return this.#alert;
  }

  /** {version: that the reader has before their eyes, null when there is none, obstacle: why not, retry: what may help}. */
  get decision() {
    const obstacle = this.#obstacle();
    return {
      version: obstacle || this.#unseen().length ? null : this.#seenVersion,
      obstacle,
      retry: this.#failure && !this.#isGone ? () => this.#load() : undefined,
    };
  }

  #obstacle() {
    if (this.#isGone) return 'This alert is no longer in the worklist.';
    if (this.#failure) return this.#failure;
    if (!this.#detail) return '';
    if (this.#alert.imageCount > this.#detail.images.length) return 'A radiograph came and is being loaded.';
    // Not the one that is on its way to the screen: the stage tells of that.
    const numbers = this.#unseen().filter(image => image.sopInstanceUid !== this.#shownImage?.sopInstanceUid)
      .map(image => this.#detail.images.indexOf(image) + 1);
    if (!numbers.length) return this.#arrived && this.#unseen().length ? this.#sight.obstacle : '';
    return this.#seenVersion === null
      ? `Look at image ${numbers.join(' and ')} too, then decide.`
      : `A radiograph came: look at image ${numbers.join(' and ')}, then decide.`;
  }

  #unseen() {
    return (this.#detail?.images ?? []).filter(image => !this.#seen.has(image.sopInstanceUid));
  }

  get patientName() {
    const name = format.personName(this.#shownImage?.patient?.name);
    return this.#detail?.patientsDiffer ? `${name} - other images of this study are of somebody else` : name;
  }

  /** So that one of two with the same name is told from the other. */
  get patientNameAndId() {
    const id = this.#shownImage?.patient?.id;
    return `${this.patientName || 'Patient name not available'}${id ? ` (${id})` : ''}`;
  }

  open(alert) {
    this.#clear();
    this.#alert = alert;
    this.#root.dataset.phase = 'loading';
    // Where the list stands above the viewer and not beside it.
    this.#root.scrollIntoView();
    this.#message('Loading');
    this.#showFinding();
    this.#changed();
    this.#load();
  }

  /** Nothing is open any more. */
  close() {
    this.#clear();
    this.#alert = null;
    this.#root.dataset.phase = 'empty';
    this.#changed();
  }

  /** The feed brought a newer version of the open alert. */
  update(alert) {
    if (alert.alertId !== this.#alert?.alertId || alert.version <= this.#alert.version && !this.#isGone) return;
    this.#alert = alert;
    this.#isGone = false;
    this.#showFinding();
    this.#changed();
    this.#load();
  }

  /** The worklist no longer holds the open alert. It stays on the screen until the reader goes on. */
  gone() {
    this.#isGone = true;
    this.#abortDetail.abort();
    clearTimeout(this.#reloadTimer);
    this.#changed();
  }

  tick(nowMillis) {
    if (this.#alert) this.#finding.tick(this.#alert, nowMillis);
  }

  reset() {
    this.#stage.reset();
  }

  invert() {
    this.#stage.invert();
  }

  toggleMap() {
    this.#mapTools.toggle();
  }

  switchMapStyle() {
    this.#mapTools.switchStyle();
  }

  showTab(index) {
    const image = this.#detail?.images[index];
    if (image) this.#showImage(image);
  }

  #clear() {
    this.#abortDetail.abort();
    this.#abortFrame.abort();
    clearTimeout(this.#reloadTimer);
    this.#detail = null;
    this.#shownImage = null;
    this.#arrived = false;
    this.#seenVersion = null;
    this.#seen.clear();
    this.#failure = '';
    this.#isGone = false;
    this.#stage.show(null, null);
    this.#mapTools.show(null);
    setText(byId('patient-name'), '');
    byId('patient-warning').hidden = true;
    for (const id of ['patient-fields', 'image-tabs', 'history']) byId(id).replaceChildren();
    this.#showOrientation(null);
  }

  async #load() {
    this.#abortDetail.abort();
    this.#abortDetail = new AbortController();
    clearTimeout(this.#reloadTimer);
    const abort = this.#abortDetail.signal;
    try {
      const detail = await api.detail(this.#alert.alertId, abort);
      if (!abort.aborted) this.#showDetail(detail);
    } catch (error) {
      if (abort.aborted) return;
      if (this.#detail) this.#reloadFailed(error);
      else this.#message(`This alert could not be loaded. ${error.message}`, () => this.#load());
    }
  }

  /** What is on the screen is older than the alert: it stays, but nothing can be decided on it. */
  #reloadFailed(error) {
    const brought = this.#alert.imageCount !== this.#detail.images.length || BRING_AN_IMAGE.includes(this.#alert.change);
    this.#failure = `${brought ? 'A newer radiograph' : 'What changed on this alert'} could not be loaded. ${error.message}`;
    this.#loadLater();
    this.#changed();
  }

  #loadLater() {
    clearTimeout(this.#reloadTimer);
    this.#reloadTimer = setTimeout(() => this.#load(), RELOAD_MILLIS);
  }

  #showDetail(detail) {
    this.#failure = '';
    // From a server that lags behind the one that feeds this page.
    if (detail.version < this.#alert.version) this.#loadLater();
    if (detail.version < this.#detail?.version) return this.#changed();
    detail.images = [...detail.images ?? []].sort((a, b) => b.score - a.score);
    this.#detail = detail;
    this.#root.dataset.phase = 'open';
    if (detail.version >= this.#alert.version) this.#alert = detail;
    this.#showWhetherPatientsDiffer(detail);
    this.#showHistory(detail.history ?? []);
    const stays = detail.images.find(image => image.sopInstanceUid === this.#shownImage?.sopInstanceUid);
    this.#showTabs(detail.images);
    if (stays) this.#stay(stays);
    else if (detail.images.length) this.#showImage(detail.images[0]);
    else this.#message('This alert has no image.');
    this.#showFinding();
    this.#settle();
  }

  /** The picture stays on the screen; what is known of it may be new. */
  #stay(image) {
    if (image.facing !== this.#shownImage.facing) return this.#showImage(image);
    this.#shownImage = image;
    this.#markTab(image);
    this.#showPatient(image.patient);
  }

  /** The image is on the stage, or the stage says for good that it cannot be. */
  #arrive() {
    this.#arrived = true;
    this.#look();
    this.#settle();
  }

  /** What is on the stage counts as looked at once it is where the reader can see it. */
  #look() {
    const image = this.#shownImage;
    if (!this.#arrived || this.#seen.has(image.sopInstanceUid)) return;
    if (this.#sight.obstacle) return this.#changed();
    this.#seen.add(image.sopInstanceUid);
    this.#showTabs(this.#detail.images);
    this.#markTab(image);
    this.#settle();
  }

  #settle() {
    const all = this.#detail.images.length > 0 && !this.#unseen().length;
    if (all && !this.#obstacle()) this.#seenVersion = this.#detail.version;
    this.#changed();
  }

  #showWhetherPatientsDiffer({ patientsDiffer, images }) {
    byId('patient-warning').hidden = !patientsDiffer;
    const who = images.map(({ patient }, index) =>
      `image ${index + 1}: ${format.personName(patient?.name) || 'no name'} (${patient?.id ?? 'no ID'})`).join(', ');
    setText(byId('patient-warning'), patientsDiffer ? `The images of this study are not of the same patient - ${who}` : '');
  }

  #showPatient(patient) {
    setText(byId('patient-name'), format.personName(patient?.name) || 'Patient name not available');
    fillFields(byId('patient-fields'), [
      ['ID', patient?.id],
      ['Born', format.dicomDate(patient?.birthDate)],
      ['Sex', format.sex(patient?.sex)],
      ['Accession', patient?.accessionNumber],
      ['Study', [format.dicomDate(patient?.studyDate), patient?.studyDescription].filter(Boolean).join(' ')],
      ['Characters', patient?.unknownCharacterSet && `the name may have gaps: ${patient.unknownCharacterSet} is unknown`],
    ]);
  }

  #showFinding() {
    byId('viewer').dataset.priority = this.#alert.priority;
    this.#finding.show(this.#alert, this.#detail?.images ?? [], this.#shownImage);
  }

  #showHistory(history) {
    byId('history').replaceChildren(...[...history].reverse().map(entry => element('li', {},
      element('span', { className: 'history-what' }, format.change(entry.change)),
      element('time', { dateTime: entry.at }, format.moment(entry.at, serverNow())),
      element('span', { className: 'history-who' }, entry.by ?? ''),
      entry.reason ? element('p', { className: 'history-reason' }, entry.reason) : null)));
  }

  #showTabs(images) {
    byId('image-tabs').hidden = images.length < 2;
    byId('image-tabs').replaceChildren(...images.map((image, index) => element('button', {
      type: 'button', role: 'tab', 'aria-controls': 'stage', 'aria-selected': 'false', title: `Key ${index + 1}`,
      onclick: () => this.#showImage(image),
    }, `Image ${index + 1}`,
    this.#seen.has(image.sopInstanceUid) ? null : element('b', {}, this.#seenVersion === null ? ' not seen' : ' new'),
    element('small', {}, ` ${format.score(image.score)} ${format.side(image.laterality)}`))));
  }

  #markTab(image) {
    const index = this.#detail.images.findIndex(each => each.sopInstanceUid === image.sopInstanceUid);
    [...byId('image-tabs').children].forEach((tab, i) => tab.setAttribute('aria-selected', String(i === index)));
  }

  async #showImage(image) {
    this.#abortFrame.abort();
    this.#abortFrame = new AbortController();
    const abort = this.#abortFrame.signal;
    this.#shownImage = image;
    this.#arrived = false;
    this.#markTab(image);
    this.#showFinding();
    this.#stage.show(null, null);
    this.#showOrientation(null);
    this.#mapTools.show(null);
    this.#showPatient(image.patient);
    this.#message('Loading image');
    try {
      const frame = await api.frame(this.#alert.alertId, image.sopInstanceUid, abort);
      if (abort.aborted) return;
      const overlay = this.#showMap && image.map?.probabilities ? new Overlay(image.map) : null;
      this.#stage.show(frame, overlay, image.facing === 'MIRRORED');
      this.#mapTools.show(overlay);
      this.#showOrientation(image);
      this.#message('');
      this.#arrive();
    } catch (error) {
      if (abort.aborted) return;
      this.#message(`The image could not be loaded. ${error.message}`, () => this.#showImage(image));
      if (error.lasts) this.#arrive();
    }
  }

  /** The patient's right is at the left of the screen: the stage turns over what the file says is the other way round. */
  #showOrientation(image) {
    const { words, right = '', left = '' } = image ? SIDES_OF_SCREEN[image.facing] ?? NO_SIDES : { words: '' };
    for (const [id, letter] of [['marker-right', right], ['marker-left', left]]) {
      byId(id).hidden = !letter;
      setText(byId(id), letter);
    }
    byId('stage').dataset.image = image ? 'shown' : 'none';
    byId('stage').dataset.facing = image?.facing ?? '';
    setText(byId('orientation-text'), words);
  }

  #message(text, retry) {
    byId('stage-message').replaceChildren(text, ...retry
      ? [' ', element('button', { type: 'button', onclick: retry }, 'Try again')]
      : []);
  }
}
