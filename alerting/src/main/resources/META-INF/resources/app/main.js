/** Wires the page: feed -> worklist, worklist -> viewer, viewer -> actions. */
import { addressOf, namedByAddress } from './address.js';
import { byId, setText } from './element.js';
import * as api from './api.js';
import * as format from './format.js';
import { serverNow } from './clock.js';
import { Actions } from './actions.js';
import { Feed } from './feed.js';
import { isUrgent } from './urgency.js';
import { listen, showHelp } from './keyboard.js';
import { Tabs } from './tabs.js';
import { Viewer } from './viewer.js';
import { Worklist } from './worklist.js';

const ABOUT_RETRY_MILLIS = 5_000;
const openedAt = Date.now();
let live = false;
let counts = { fresh: 0, urgent: 0, all: 0 };

const viewer = new Viewer(() => actions.show(viewer.alert, viewer.decision));
const actions = new Actions({ name: () => viewer.patientName, nameAndId: () => viewer.patientNameAndId }, {
  open: goTo,
  marked: words => worklist.mark(words),
  said: words => setText(byId('announcer'), words),
});
const worklist = new Worklist(open, now => {
  counts = now;
  showTitle();
  if (!viewer.alert) openNamed();
});

function open(alertId) {
  const alert = worklist.get(alertId);
  if (!alert) return;
  worklist.select(alertId);
  if (viewer.alert?.alertId === alertId) return;
  history.replaceState(null, '', addressOf(alertId));
  viewer.open(alert);
}

/**
 * Opens the alert that the address names. Where the worklist has none such the viewer is cleared: whoever followed a link would
 * take the patient on the screen for the one of the link. It opens when it comes, unless the reader has opened another.
 */
function openNamed() {
  const alertId = namedByAddress();
  if (!alertId) return;
  if (worklist.get(alertId)) return open(alertId);
  if (viewer.alert?.alertId !== alertId) clearViewer();
  setText(byId('address-text'), live
    ? 'The alert that this address names is not in the worklist.'
    : 'Waiting for the alert that this address names. The list is not live.');
}

/** Also to an alert that the worklist no longer holds. */
function goTo(alertId) {
  history.replaceState(null, '', addressOf(alertId));
  openNamed();
}

function clearViewer() {
  if (!viewer.alert) return;
  worklist.select(null);
  viewer.close();
}

function showTitle() {
  const title = `${counts.fresh ? `(${counts.fresh}) ` : ''}Pleura worklist`;
  document.title = live ? title : `Not live - ${title}`;
}

function showHealth(health) {
  live = health.live;
  document.body.classList.toggle('not-live', !live);
  byId('stale-banner').hidden = live;
  if (!live) {
    const words = health.since
      ? `Not live since ${format.timeOfDay(health.since)} - list may be out of date`
      : `Not live yet - connecting since ${format.timeOfDay(openedAt)}`;
    setText(byId('stale-text'), health.problem ? `${words} (${health.problem})` : words);
  }
  setText(byId('live-text'), live ? 'Live' : 'Not live');
  showTitle();
  if (!viewer.alert) openNamed();
}

function announce(alert) {
  const known = worklist.get(alert.alertId);
  if (live && isUrgent(alert) && !(known && isUrgent(known))) {
    setText(byId('announcer'), `New STAT alert, received ${format.timeOfDay(Date.parse(alert.receivedAt))}`);
  }
}

const feed = new Feed('/api/events', {
  alert: alert => {
    announce(alert);
    worklist.put(alert);
    actions.confirm(alert);
    viewer.update(alert);
  },
  gone: alertId => {
    worklist.remove(alertId);
    if (alertId === viewer.alert?.alertId) viewer.gone();
  },
  held: alertIds => {
    worklist.keepOnly(alertIds);
    if (viewer.alert && !alertIds.has(viewer.alert.alertId)) viewer.gone();
  },
  health: showHealth,
});

async function learnAbout() {
  try {
    const about = await api.about();
    setText(byId('warning'), about.warning);
    setText(byId('model-text'), about.version ? `Version ${about.version}` : '');
    viewer.allowMap(about.showMap === true);
  } catch {
    // The page's own warning stays, and no map is shown until the service has said that it may be.
    setTimeout(learnAbout, ABOUT_RETRY_MILLIS);
  }
}

function openMostUrgent() {
  const alertId = worklist.mostUrgentNew();
  if (alertId) open(alertId);
}

/** Whoever has moved on to another row means that one: it is shown first, and nothing is done to the alert they left. */
function onShown(act) {
  return () => {
    const elsewhere = worklist.elsewhere();
    if (elsewhere) open(elsewhere);
    else if (viewer.alert) act();
  };
}

listen([
  ['n', 'Open the most urgent new alert', openMostUrgent],
  ['a', 'Acknowledge', onShown(() => actions.acknowledge())],
  ['d', 'Dismiss, with a reason', onShown(() => actions.dismiss())],
  ['b', 'Back to new, which takes a decision back', onShown(() => actions.giveBack())],
  ['c', 'Comment', onShown(() => byId('comment-text').focus())],
  ['w', 'Go to the worklist', () => worklist.focus()],
  ['m', 'Map on or off', () => viewer.toggleMap()],
  ['o', 'Map as shading or outline', () => viewer.switchMapStyle()],
  ['r', 'Reset window, zoom and position', () => viewer.reset()],
  ['i', 'Invert', () => viewer.invert()],
  ['?', 'This help', showHelp],
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(n => [String(n), '', () => viewer.showTab(n - 1)]),
], [
  ['1 to 9', 'Show that image of the study'],
  ['Up Down Enter', 'Choose and open in the worklist'],
  ['Drag', 'Window (left, right) and level (up, down)'],
  ['Wheel', 'Zoom; double click fits the image'],
  ['Shift + drag', 'Move the image'],
]);

setInterval(() => {
  worklist.tick(serverNow());
  viewer.tick(serverNow());
}, 1000);
// A link that is followed in this tab changes the fragment only, and loads nothing anew.
addEventListener('hashchange', openNamed);
learnAbout();
new Tabs(obstacle => feed.obstruct(obstacle));
feed.start();
