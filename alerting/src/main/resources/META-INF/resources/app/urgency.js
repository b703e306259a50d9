/** The order of the worklist, the same as the server's: who must be looked at first. */

// A state that this page does not know (a newer server's) ranks with the ones that still need somebody.
const STATE_RANK = { NEW: 0, ACKNOWLEDGED: 2, DISMISSED: 3 };

export const isNew = alert => alert.state === 'NEW';
export const isUrgent = alert => isNew(alert) && alert.priority === 'STAT';

export function byUrgency(a, b) {
  return (STATE_RANK[a.state] ?? 1) - (STATE_RANK[b.state] ?? 1)
    || (a.priority === 'STAT' ? 0 : 1) - (b.priority === 'STAT' ? 0 : 1)
    || (b.escalationLevel ?? 0) - (a.escalationLevel ?? 0)
    || Date.parse(a.receivedAt) - Date.parse(b.receivedAt)
    || (a.alertId < b.alertId ? -1 : a.alertId > b.alertId ? 1 : 0);
}
