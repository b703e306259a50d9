/** The page's address names the open alert, so that a notification may link straight to it. Alert ids say nothing about the patient. */
const PREFIX = '#alert=';

export const addressOf = alertId => PREFIX + encodeURIComponent(alertId);

/** The alert that the address names, whether or not there is one; empty when it names none. */
export function namedByAddress() {
  if (!location.hash.startsWith(PREFIX)) return '';
  const named = location.hash.slice(PREFIX.length);
  try {
    return decodeURIComponent(named);
  } catch {
    // Cut off within an escape: no alert is called so.
    return named;
  }
}
