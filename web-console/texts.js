// @ts-check

/** What the console says, in every language it knows: one line for each, side by side, so that none is forgotten. */
const TEXTS = {
  title: { en: "Turnkeeper", ko: "턴키퍼" },
  name: { en: "Name", ko: "이름" },
  password: { en: "Password", ko: "비밀번호" },
  logIn: { en: "Log in", ko: "로그인" },
  logOut: { en: "Log out", ko: "로그아웃" },
  withKey: { en: "Log in with an API key", ko: "API 키로 로그인" },
  withName: { en: "Log in with name and password", ko: "이름과 비밀번호로 로그인" },
  mustChoose: { en: "Somebody else chose this password: choose one of your own.", ko: "다른 사람이 정한 비밀번호입니다. 새 비밀번호를 정하세요." },
  newPassword: { en: "New password, at least 8 characters", ko: "새 비밀번호, 8자 이상" },
  key: { en: "API key", ko: "API 키" },
  rooms: { en: "Rooms", ko: "대기실" },
  noRooms: { en: "There is no room yet.", ko: "아직 대기실이 없습니다." },
  newRoom: { en: "New room", ko: "새 대기실" },
  create: { en: "Create", ko: "만들기" },
  cancel: { en: "Cancel", ko: "취소" },
  id: { en: "Id (a-z, 0-9, -)", ko: "ID (a-z, 0-9, -)" },
  host: { en: "Host of the service, such as shop.example.com", ko: "보호할 서비스의 호스트, 예: shop.example.com" },
  path: { en: "Path, such as /buy/**", ko: "경로, 예: /buy/**" },
  waiting: { en: "Waiting", ko: "대기" },
  inside: { en: "Inside", ko: "이용 중" },
  inflow: { en: "Arriving", ko: "유입" },
  outflow: { en: "Let in", ko: "입장" },
  aSecond: { en: "a second", ko: "초당" },
  limit: { en: "Limit", ko: "동시 이용 한도" },
  perMinute: { en: "Let in per minute (0: no bound)", ko: "분당 입장 수 (0: 제한 없음)" },
  waited: { en: "Next in line has waited", ko: "맨 앞 대기자가 기다린 시간" },
  nodes: { en: "Nodes", ko: "노드" },
  connected: { en: "Live", ko: "실시간" },
  disconnected: { en: "Connection lost; trying again", ko: "연결이 끊겼습니다. 다시 시도합니다" },
  ACTIVE: { en: "Active", ko: "운영 중" },
  PAUSED: { en: "Paused", ko: "일시 정지" },
  INACTIVE: { en: "Not controlled", ko: "제어 안 함" },
  DRAINING: { en: "Draining", ko: "비우는 중" },
  CLOSED: { en: "Closed", ko: "닫힘" },
  activate: { en: "Activate", ko: "운영 시작" },
  pause: { en: "Pause", ko: "일시 정지" },
  drain: { en: "Drain", ko: "비우기" },
  close: { en: "Close", ko: "닫기" },
  deactivate: { en: "Stop controlling", ko: "제어 끄기" },
  sureDrain: { en: "Newcomers are refused from now on; those who wait are still let in.", ko: "지금부터 새 방문자를 받지 않고, 기다리는 사람은 계속 입장시킵니다." },
  sureClose: { en: "Newcomers are refused and nobody who waits is let in. Places are kept.", ko: "새 방문자를 받지 않고, 기다리는 사람도 입장시키지 않습니다. 순번은 유지됩니다." },
  sureDeactivate: { en: "Everybody goes straight in, the waiting too, whatever the limit.", ko: "한도와 관계없이, 기다리던 사람까지 모두 바로 들어갑니다." },
  sureDelete: { en: "The room and its routes are gone for good.", ko: "대기실과 경로가 영구히 삭제됩니다." },
  goOn: { en: "Go on", ko: "진행" },
  delete: { en: "Delete the room", ko: "대기실 삭제" },
  letIn: { en: "Let in more at once", ko: "추가로 바로 입장" },
  letInButton: { en: "Let in", ko: "입장시키기" },
  visitors: { en: "visitors", ko: "명" },
  message: { en: "Message to everybody who waits", ko: "기다리는 모두에게 알림" },
  send: { en: "Send", ko: "보내기" },
  sent: { en: "The message is on every waiting page.", ko: "모든 대기 화면에 알림을 띄웠습니다." },
  korean: { en: "Korean", ko: "한국어" },
  english: { en: "English", ko: "영어" },
  routes: { en: "Routes", ko: "경로" },
  testUrl: { en: "Which room does this URL lead to?", ko: "이 URL은 어느 대기실로 이어지나요?" },
  test: { en: "Test", ko: "확인" },
  waitingPage: { en: "Open the waiting page", ko: "대기 화면 열기" },
  settings: { en: "All settings", ko: "전체 설정" },
  check: { en: "Check only", ko: "검사만" },
  save: { en: "Save", ko: "저장" },
  saved: { en: "Saved.", ko: "저장했습니다." },
  undo: { en: "Undo", ko: "되돌리기" },
  changed: { en: "{what}: {before} → {now}", ko: "{what}: {before} → {now}" },
  overtaken: { en: "Somebody else has changed this room just now. What you see is the new state; do it again if you still want to.", ko: "방금 다른 사람이 이 대기실을 바꿨습니다. 지금 보이는 것이 새 상태이니, 그래도 필요하면 다시 하세요." },
  gone: { en: "There is no such room.", ko: "그런 대기실이 없습니다." },
  back: { en: "All rooms", ko: "모든 대기실" },
  lastMinutes: { en: "The last ten minutes", ko: "최근 10분" },
  emergency: { en: "Emergency switch", ko: "비상 전환" },
  emergencyMinutes: { en: "For how many minutes", ko: "유지할 시간(분)" },
  holdAll: { en: "Hold everybody", ko: "모두 멈추기" },
  bypassAll: { en: "Let everybody in", ko: "모두 들여보내기" },
  sureHoldAll: { en: "Nobody is let in anywhere until it ends. Newcomers get a place, and everybody keeps theirs.", ko: "끝날 때까지 모든 대기실에서 아무도 입장하지 못합니다. 새 방문자는 순번을 받고, 받은 순번은 유지됩니다." },
  sureBypassAll: { en: "Everybody goes straight into every active room, the waiting too, whatever the limit.", ko: "운영 중인 모든 대기실에서 한도와 관계없이, 기다리던 사람까지 모두 바로 들어갑니다." },
  emergencyHold: { en: "Emergency: nobody is let in", ko: "비상: 모든 입장을 멈췄습니다" },
  emergencyBypass: { en: "Emergency: everybody is let in", ko: "비상: 모두 들여보내고 있습니다" },
  emergencyLeft: { en: "ends in {left}", ko: "{left} 뒤 끝남" },
  emergencyOff: { en: "End it now", ko: "지금 끝내기" },
  blocks: { en: "Blocks", ko: "차단" },
  blocksNone: { en: "Nobody is blocked.", ko: "차단된 방문자가 없습니다." },
  blockLeft: { en: "{left} left", ko: "{left} 남음" },
  blockBy: { en: "Block by", ko: "차단 기준" },
  blockLogin: { en: "Login id", ko: "로그인 ID" },
  blockIp: { en: "IP address or range", ko: "IP 주소 또는 대역" },
  blockMinutes: { en: "For how many minutes", ko: "차단 시간(분)" },
  block: { en: "Block", ko: "차단하기" },
  lift: { en: "Lift", ko: "해제" },
  audit: { en: "Audit log", ko: "감사 기록" },
  auditRoom: { en: "Of one room (id); empty: all", ko: "대기실 ID (비우면 전체)" },
  auditEmpty: { en: "Nothing was changed.", ko: "변경 기록이 없습니다." },
  show: { en: "Show", ko: "보기" },
  older: { en: "Older entries", ko: "이전 기록 더 보기" },
  reason: { en: "Reason", ko: "사유" },
  language: { en: "한국어", ko: "English" },
  dismiss: { en: "Dismiss", ko: "닫기" },
};

/** @typedef {"ko" | "en"} Language */

const KEPT = "turnkeeper-language";

/** @returns {Language} */
export function chosenLanguage() {
  const kept = localStorage.getItem(KEPT) ?? navigator.language;
  return kept.startsWith("ko") ? "ko" : "en";
}

/** @param {Language} language */
export function chooseLanguage(language) {
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
}

/**
 * @param {keyof typeof TEXTS} name
 * @param {Record<string, string | number>} [values] what stands between braces
 */
export function text(name, values = {}) {
  return TEXTS[name][chosenLanguage()].replace(/\{(\w+)\}/g, (_, key) => String(values[key]));
}

/** @param {number} value */
export function number(value) {
  return value.toLocaleString(chosenLanguage());
}

/** @param {string} at @returns {string} in the time zone of whoever looks */
export function moment(at) {
  return new Date(at).toLocaleString(chosenLanguage(), { dateStyle: "medium", timeStyle: "medium" });
}

/** @param {number} seconds */
export function duration(seconds) {
  const units = chosenLanguage() === "ko" ? ["시간", "분", "초"] : ["h", "min", "s"];
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const first = parts.findIndex((part) => part > 0);
  if (first < 0) return `0${chosenLanguage() === "ko" ? "" : " "}${units[2]}`;
  return parts.slice(first, first + 2).map((part, i) => `${part}${chosenLanguage() === "ko" ? "" : " "}${units[first + i]}`).join(" ");
}
