/** Words and numbers as the screen shows them. Pure functions. */

const two = number => String(number).padStart(2, '0');

/** Time that has passed: 03:07, then 1 h 05 min, then 2 d 03 h. */
export function age(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return `${two(minutes)}:${two(seconds % 60)}`;
  if (hours < 24) return `${hours} h ${two(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}

/** Local time of day, 24 hours. */
export function timeOfDay(millis) {
  const date = new Date(millis);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Local time of day, with the date in front unless it is today's. */
export function moment(iso, nowMillis) {
  if (!iso) return '';
  const date = new Date(iso);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const today = new Date(nowMillis).toDateString() === date.toDateString();
  return today ? timeOfDay(date) : `${day} ${timeOfDay(date)}`;
}

/** A DICOM date (DA, PS3.5 6.2: YYYYMMDD) or ISO date as YYYY-MM-DD; anything else as it came. */
export function dicomDate(text) {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text ?? '');
  return match ? `${match[1]}-${match[2]}-${match[3]}` : text ?? '';
}

/** A DICOM person name (PN, PS3.5 6.2.1: family^given^middle^prefix^suffix, groups parted by =) for reading. */
export function personName(text) {
  const group = (text ?? '').split('=').find(part => part.trim()) ?? '';
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group.split('^').map(part => part.trim());
  const others = [prefix, given, middle, suffix].filter(Boolean).join(' ');
  return [family, others].filter(Boolean).join(', ');
}

/** Never shown as 1.00: the model is not certain. */
export function score(value) {
  if (value === undefined || value === null) return '';
  return value >= 0.995 ? '> 0.99' : value.toFixed(2);
}

const SIDES = { LEFT: 'Left', RIGHT: 'Right', BILATERAL: 'Bilateral' };
export const side = laterality => SIDES[laterality] ?? 'Side unclear';

const PATIENT_SIDES = { LEFT: "Patient's left", RIGHT: "Patient's right", BILATERAL: 'Bilateral' };
export const patientSide = laterality => PATIENT_SIDES[laterality] ?? 'Side not determined';

export const namesASide = laterality => laterality in SIDES;

/** Every side that any of the findings names. */
export function sidesOf(findings) {
  const named = findings.map(({ laterality }) => laterality).filter(namesASide);
  return new Set(named).size > 1 ? 'BILATERAL' : named[0] ?? 'UNDETERMINED';
}

const STATES = { NEW: 'New', ACKNOWLEDGED: 'Acknowledged', DISMISSED: 'Dismissed' };
export const state = name => STATES[name] ?? 'Unknown state';

const PRIORITIES = { STAT: 'STAT', ROUTINE: 'Routine' };
export const priority = name => PRIORITIES[name] ?? name ?? '';

const CHANGES = {
  RAISED: 'Raised', IMAGE_ADDED: 'Image added', REOPENED: 'Reopened', ESCALATED: 'Escalated',
  ACKNOWLEDGED: 'Acknowledged', DISMISSED: 'Dismissed', COMMENTED: 'Comment', RETURNED: 'Back to new',
};
export const change = name => CHANGES[name] ?? 'Changed';

const SEXES = { M: 'Male', F: 'Female', O: 'Other' };
export const sex = code => SEXES[code] ?? code ?? '';

export const images = count => count === 1 ? '1 image' : `${count} images`;

/** highSensitivity -> high sensitivity */
export const operatingPoint = name => (name ?? '').replace(/([A-Z])/g, ' $1').toLowerCase().trim();
