/**
 * The server's time, so that ages are right on a workstation whose clock is wrong. A heartbeat's stamp reaches us late by the
 * way it travelled, so the largest of the last few differences is the closest one.
 */
const KEPT = 12;
const differences = [];

export function heard(serverMillis) {
  if (!Number.isFinite(serverMillis)) return;
  differences.push(serverMillis - Date.now());
  if (differences.length > KEPT) differences.shift();
}

export const serverNow = () => Date.now() + (differences.length ? Math.max(...differences) : 0);
