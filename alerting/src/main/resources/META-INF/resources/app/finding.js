/** What the model found: side and score of the radiograph on the screen, and those of the whole study where it has more than one. */
import { byId, element, fillFields, setText } from './element.js';
import * as format from './format.js';
import { serverNow } from './clock.js';

export class Finding {
  /** images of the study in the order of their tabs, none before they are known; image = the one on the screen or null. */
  show(alert, images, image) {
    const several = alert.imageCount > 1;
    const number = images.findIndex(each => each.sopInstanceUid === image?.sopInstanceUid) + 1;
    const sides = alert.sides ?? (images.length ? format.sidesOf(images) : alert.laterality);
    const shown = number ? images[number - 1] : { score: alert.score, laterality: sides };
    setText(byId('finding-image'), several ? number ? `Image ${number} of ${alert.imageCount}` : 'Whole study' : '');
    setText(byId('finding-side'), format.patientSide(shown.laterality));
    const doubtful = number ? isDoubtful(shown) : alert.sidesStated === false;
    setText(byId('finding-doubt'), doubtful ? '(sides not stated in the file)' : '');
    this.#showScore(shown.score, alert);
    setText(byId('study-text'), several && number ? studyText(alert.score, sides, images) : '');
    this.#showFields(alert);
  }

  tick(alert, nowMillis) {
    const waited = byId('waiting-value');
    if (waited) setText(waited, format.age(nowMillis - Date.parse(alert.receivedAt)));
    const escalates = byId('escalation-value');
    if (escalates) setText(escalates, escalationText(alert, nowMillis));
  }

  #showScore(score, { threshold, operatingPoint }) {
    byId('score-line').hidden = score === undefined || score === null;
    byId('score-fill').style.width = `${100 * (score ?? 0)}%`;
    byId('score-threshold').style.left = `${100 * (threshold ?? 0)}%`;
    const point = format.operatingPoint(operatingPoint);
    setText(byId('score-text'), `Score ${format.score(score)}, alert from ${format.score(threshold)}${point ? ` (${point})` : ''}`);
  }

  #showFields(alert) {
    const now = serverNow();
    fillFields(byId('finding-fields'), [
      ['Priority', format.priority(alert.priority)],
      ['Age', element('span', { id: 'waiting-value' })],
      ['Received', format.moment(alert.receivedAt, now)],
      ['Escalation', escalationText(alert, now) && element('span', { id: 'escalation-value' })],
      ['Model', [alert.modelName, alert.modelVersion].filter(Boolean).join(' ')],
    ]);
    this.tick(alert, now);
  }
}

/** The model's side is right only if the file lies as files usually do. */
const isDoubtful = image => image.facing === 'NOT_STATED' && format.namesASide(image.laterality);

function studyText(score, sides, images) {
  const doubtful = images.flatMap((image, index) => isDoubtful(image) ? [index + 1] : []);
  const doubt = doubtful.length ? ` (sides not stated in the file of image ${doubtful.join(' and ')})` : '';
  return `Whole study: ${format.patientSide(sides)}${doubt}, highest score ${format.score(score)}`;
}

function escalationText(alert, nowMillis) {
  const done = alert.escalationLevel ? `Level ${alert.escalationLevel}` : '';
  const due = alert.escalateAt && alert.state === 'NEW' ? Date.parse(alert.escalateAt) - nowMillis : null;
  const next = due === null ? '' : due > 0 ? `next in ${format.age(due)}` : 'due now';
  return [done, next].filter(Boolean).join(', ');
}
