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
  fieldsWrong: { en: "Nothing was changed: look at what is marked.", ko: "변경되지 않았습니다. 표시된 항목을 확인하세요." },
  myPassword: { en: "Change my password", ko: "내 비밀번호 변경" },
  passwordBefore: { en: "Password as it is now", ko: "현재 비밀번호" },
  passwordAgain: { en: "New password, once more", ko: "새 비밀번호 확인" },
  passwordsDiffer: { en: "is not the same as above", ko: "위와 다릅니다" },
  passwordChanged: { en: "Your password is changed. Your other logins have ended.", ko: "비밀번호를 변경했습니다. 다른 로그인은 모두 끝났습니다." },
  accountsAndKeys: { en: "Accounts and keys", ko: "계정과 키" },
  onlyAdmins: { en: "This page is for the role admin.", ko: "admin 역할만 볼 수 있는 페이지입니다." },
  accounts: { en: "Accounts", ko: "계정" },
  newAccount: { en: "New account", ko: "새 계정" },
  roles: { en: "Roles", ko: "역할" },
  "role-stats": { en: "stats: statistics only", ko: "stats: 통계만" },
  "role-viewer": { en: "viewer: sees rooms and grid", ko: "viewer: 대기실과 그리드 보기" },
  "role-operator": { en: "operator: runs rooms", ko: "operator: 대기실 운영" },
  "role-admin": { en: "admin: everything", ko: "admin: 모든 권한" },
  accountYou: { en: "you", ko: "나" },
  mustChange: { en: "has to change the password at the next login", ko: "다음 로그인 때 비밀번호를 바꿔야 함" },
  changedAt: { en: "Changed {at}", ko: "변경 {at}" },
  changeRoles: { en: "Change roles", ko: "역할 변경" },
  givePassword: { en: "Give a new password", ko: "새 비밀번호 지정" },
  givePasswordHint: { en: "It has to be changed at the next login.", ko: "다음 로그인 때 바꿔야 합니다." },
  rolesHint: { en: "Ends all logins of this account.", ko: "이 계정의 모든 로그인이 끝납니다." },
  deleteAccount: { en: "Delete", ko: "삭제" },
  sureDeleteAccount: { en: "Delete the account {name}? Its logins end at once.", ko: "계정 {name}을(를) 삭제할까요? 로그인이 바로 끝납니다." },
  accountMade: { en: "The account {name} is made.", ko: "계정 {name}을(를) 만들었습니다." },
  accountDone: { en: "The account {name} is changed.", ko: "계정 {name}을(를) 변경했습니다." },
  accountGone: { en: "The account {name} is deleted.", ko: "계정 {name}을(를) 삭제했습니다." },
  apiKeys: { en: "API keys", ko: "API 키" },
  noApiKeys: { en: "There is no API key yet.", ko: "아직 API 키가 없습니다." },
  newApiKey: { en: "New API key", ko: "새 API 키" },
  keyName: { en: "What the key is for", ko: "키의 용도" },
  keyRooms: { en: "Rooms (ids, with commas between); empty: all", ko: "대기실 ID (쉼표로 구분, 비우면 전체)" },
  keyEnds: { en: "Ends on; empty: in 90 days", ko: "만료일 (비우면 90일 뒤)" },
  keyEndsLater: { en: "Ends on", ko: "만료일" },
  allRooms: { en: "all rooms", ko: "모든 대기실" },
  endsAt: { en: "ends {at}", ko: "{at} 만료" },
  expired: { en: "expired", ko: "만료됨" },
  madeBy: { en: "made by {who}, {at}", ko: "{who}, {at} 생성" },
  keyOnce: { en: "Keep this key now: it is shown this once.", ko: "지금 키를 보관하세요. 다시 볼 수 없습니다." },
  copy: { en: "Copy", ko: "복사" },
  copied: { en: "Copied.", ko: "복사했습니다." },
  done: { en: "Done", ko: "확인" },
  change: { en: "Change", ko: "변경" },
  keyDone: { en: "The key {name} is changed.", ko: "키 {name}을(를) 변경했습니다." },
  keyGone: { en: "The key {name} is deleted.", ko: "키 {name}을(를) 삭제했습니다." },
  sureDeleteKey: { en: "Delete the key {name}? It opens nothing from now on.", ko: "키 {name}을(를) 삭제할까요? 지금부터 쓸 수 없습니다." },
  signingKeys: { en: "Keys that passes and tickets are signed with", ko: "입장권과 번호표 서명 키" },
  usePASS: { en: "passes", ko: "입장권" },
  useTICKET: { en: "tickets", ko: "번호표" },
  keyUPCOMING: { en: "published, signs from {at}", ko: "공개됨, {at}부터 서명" },
  keySIGNING: { en: "signs since {at}", ko: "{at}부터 서명 중" },
  keyRETIRED: { en: "signs no more", ko: "서명 종료" },
  verifiesUntil: { en: "counts until {at}", ko: "{at}까지 유효" },
  rotate: { en: "Make new keys", ko: "새 키 만들기" },
  rotateNow: { en: "Replace all keys now", ko: "모든 키 즉시 교체" },
  sureRotate: { en: "New keys are published now and sign in 11 minutes. Passes and tickets in force stay valid.", ko: "새 키를 지금 공개하고 11분 뒤부터 서명합니다. 이미 나간 입장권과 번호표는 유효합니다." },
  sureRotateNow: { en: "For a key that somebody else may have. Nothing that was signed before opens anything any more: everybody on a waiting page and everybody inside loses their place.", ko: "키가 유출되었을 때만 쓰세요. 지금까지 서명된 것은 모두 무효가 됩니다. 대기 화면의 모든 사람과 이용 중인 모든 사람이 자리를 잃습니다." },
  rotated: { en: "There are new keys.", ko: "새 키를 만들었습니다." },
  webhooks: { en: "Webhooks", ko: "웹훅" },
  webhooksHint: { en: "Who is told when something happens here.", ko: "이벤트가 생기면 알릴 곳입니다." },
  newWebhook: { en: "New webhook", ko: "새 웹훅" },
  noWebhooks: { en: "Nobody is told anything yet.", ko: "아직 알릴 곳이 없습니다." },
  webhookName: { en: "Who is told", ko: "알릴 대상" },
  webhookUrl: { en: "URL", ko: "URL" },
  webhookEvents: { en: "When", ko: "알릴 이벤트" },
  "event-queue.began": { en: "a queue began", ko: "대기 시작" },
  "event-queue.ended": { en: "a queue ended", ko: "대기 종료" },
  "event-limit.changed": { en: "a limit changed", ko: "설정 인원 변경" },
  "event-node.lost": { en: "a node is lost", ko: "노드 끊김" },
  "event-node.back": { en: "a node is back", ko: "노드 복귀" },
  "event-bypass.began": { en: "visitors are let by", ko: "우회 입장 시작" },
  "event-bypass.ended": { en: "nobody is let by any more", ko: "우회 입장 종료" },
  repeatMinutes: { en: "While {event}: say it again every so many minutes (0: never)", ko: "{event} 상태가 이어지면 다시 알리는 간격(분, 0: 안 함)" },
  webhookTries: { en: "Tries before it is a dead letter", ko: "전송 시도 횟수" },
  webhookEnabled: { en: "Is told", ko: "알림 사용" },
  webhookOff: { en: "off", ko: "꺼짐" },
  webhookDone: { en: "The webhook {name} is changed.", ko: "웹훅 {name}을(를) 변경했습니다." },
  webhookGone: { en: "The webhook {name} is deleted.", ko: "웹훅 {name}을(를) 삭제했습니다." },
  secretOnce: { en: "Keep this secret now: it is shown this once. Deliveries are signed with it.", ko: "지금 비밀 키를 보관하세요. 다시 볼 수 없습니다. 알림은 이 키로 서명됩니다." },
  newSecret: { en: "New secret", ko: "새 비밀 키" },
  secretNew: { en: "The webhook {name} has a new secret.", ko: "웹훅 {name}의 비밀 키를 새로 만들었습니다." },
  bothSecrets: { en: "Signed with the older secret too until {at}", ko: "{at}까지 이전 비밀 키로도 서명" },
  sureRotateSecret: { en: "Make a new secret for {name}? For 24 hours deliveries are signed with both.", ko: "{name}의 비밀 키를 새로 만들까요? 24시간 동안 두 키로 함께 서명합니다." },
  sureDeleteWebhook: { en: "Delete the webhook {name}? What it was still to be told is dropped.", ko: "웹훅 {name}을(를) 삭제할까요? 아직 보내지 못한 알림은 버려집니다." },
  testWebhook: { en: "Test", ko: "시험 전송" },
  testTaken: { en: "It was taken: {came} after {millis} ms.", ko: "받았습니다: {came}, {millis} ms." },
  testNotTaken: { en: "It was not taken: {came} ({millis} ms).", ko: "받지 못했습니다: {came} ({millis} ms)." },
  deliveries: { en: "Deliveries", ko: "전송 내역" },
  noDeliveries: { en: "It has not been told anything yet.", ko: "아직 보낸 알림이 없습니다." },
  deliverySENT: { en: "taken", ko: "전송됨" },
  deliveryWAITING: { en: "on its way", ko: "전송 중" },
  deliveryDEAD: { en: "dead letter", ko: "전송 실패" },
  triedTimes: { en: "tried {tries} times", ko: "{tries}회 시도" },
  nextAt: { en: "next at {at}", ko: "다음 시도 {at}" },
  retry: { en: "Try again", ko: "다시 보내기" },
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
  grid: { en: "Grid", ko: "그리드" },
  gridOf: { en: "{present} of {configured} nodes", ko: "노드 {configured}대 중 {present}대" },
  gridMayFail: { en: "{nodes}; {count} may fail", ko: "{nodes} 정상. {count}대까지 멈춰도 됩니다" },
  gridOneMayFail: { en: "{nodes}; one may fail", ko: "{nodes} 정상. 1대까지 멈춰도 됩니다" },
  gridNoneMayFail: { en: "{nodes}; none may fail", ko: "{nodes} 정상. 더 멈추면 안 됩니다" },
  gridAlone: { en: "One node on its own: if it fails, nobody answers", ko: "단독 노드: 멈추면 대신할 노드가 없습니다" },
  gridNoMajority: { en: "A majority is missing: rooms are in their failure mode", ko: "과반수가 없습니다. 대기실이 장애 모드로 동작합니다" },
  gridStalled: { en: "{nodes}, but the counters do not answer this one: it gives no places", ko: "{nodes}. 그러나 이 노드에 카운터가 응답하지 않아 순번을 줄 수 없습니다" },
  gridUnknown: { en: "{nodes}; nothing was heard of the majority yet", ko: "{nodes}. 과반수 상태를 아직 모릅니다" },
  gridSeen: { en: "As {node} saw it at {at}", ko: "{node}에서 {at}에 본 상태" },
  gridSilent: { en: "This node does not answer; what stands here is old.", ko: "노드가 응답하지 않습니다. 아래는 지난 상태입니다." },
  thisNode: { en: "this node", ko: "이 노드" },
  missing: { en: "Missing", ko: "없음" },
  notConfigured: { en: "not named in the settings", ko: "설정에 없는 노드" },
  unknownState: { en: "says nothing of itself", ko: "상태를 알리지 않음" },
  STARTING: { en: "Starting", ko: "시작 중" },
  READY: { en: "Ready", ko: "정상" },
  DEGRADED: { en: "Degraded: gives no places", ko: "저하: 순번을 주지 못함" },
  RECOVERING: { en: "Recovering", ko: "복구 중" },
  STOPPING: { en: "Stopping", ko: "종료 중" },
  seatCORE: { en: "counts in the majority", ko: "과반수에 포함" },
  seatCOREmissing: { en: "still counts in the majority", ko: "아직 과반수 계산에 포함" },
  seatSPARE: { en: "spare", ko: "예비" },
  seatNONE: { en: "no seat", ko: "자리 없음" },
  seatREMOVED: { en: "taken out of the majority: restart it once all others are ready", ko: "과반수에서 제외됨: 다른 노드가 모두 정상일 때 다시 시작하세요" },
  ticksBehind: { en: "{ticks} ticks behind", ko: "{ticks}틱 늦음" },
  neverHeard: { en: "was never heard here", ko: "여기서 들은 적 없음" },
  tick: { en: "Tick", ko: "틱" },
  tickAge: { en: "{number}, {age} ago", ko: "{number}, {age} 전" },
  wonBy: { en: "Decided by", ko: "결정한 노드" },
  leader: { en: "Leader", ko: "리더" },
  majority: { en: "Majority", ko: "과반수" },
  majorityOf: { en: "{present} of {size} present", ko: "{size}대 중 {present}대 있음" },
  madeFor: { en: "made for {configured}", ko: "설정 {configured}대" },
  calls: { en: "Calls to the counters, half within and 99 % within", ko: "카운터 호출, 50%와 99%가 걸린 시간" },
  unanswered: { en: "Failed and unanswered since the start", ko: "시작 후 실패와 무응답" },
  exchanged: { en: "Sent and received since the start", ko: "시작 후 송신과 수신" },
  unknown: { en: "unknown", ko: "알 수 없음" },
  decidedAgo: { en: "decided {age} ago", ko: "{age} 전 결정" },
  neverDecided: { en: "nothing decided yet", ko: "아직 결정 없음" },
  pendingVersion: { en: "the change to version {version} is not in force yet", ko: "버전 {version} 변경이 아직 적용되지 않음" },
  MOVING: { en: "Gives places", ko: "순번 발급 중" },
  CATCHING_UP: { en: "Newcomers wait without a place", ko: "새 방문자는 순번 없이 대기" },
  BROKEN: { en: "Failure mode {mode}", ko: "장애 모드 {mode}" },
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
  schedule: { en: "Schedule", ko: "일정" },
  nothingToCome: { en: "Nothing changes by itself.", ko: "예정된 변경이 없습니다." },
  scheduleSaved: { en: "The schedule is saved.", ko: "일정을 저장했습니다." },
  yourTime: { en: "your time: {time}", ko: "내 시간대: {time}" },
  editSchedule: { en: "Edit the schedule", ko: "일정 편집" },
  zone: { en: "Time zone", ko: "시간대" },
  step: { en: "Step {n}", ko: "단계 {n}" },
  addStep: { en: "Add a step", ko: "단계 추가" },
  removeStep: { en: "Remove", ko: "삭제" },
  when: { en: "When", ko: "시점" },
  once: { en: "Once", ko: "한 번" },
  weekly: { en: "Every week", ko: "매주" },
  time: { en: "Time", ko: "시각" },
  days: { en: "Days", ko: "요일" },
  state: { en: "State", ko: "상태" },
  asItIs: { en: "as it is", ko: "그대로" },
  MON: { en: "Mon", ko: "월" },
  TUE: { en: "Tue", ko: "화" },
  WED: { en: "Wed", ko: "수" },
  THU: { en: "Thu", ko: "목" },
  FRI: { en: "Fri", ko: "금" },
  SAT: { en: "Sat", ko: "토" },
  SUN: { en: "Sun", ko: "일" },
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

/** @param {string} at @param {string} [timeZone] else that of whoever looks @returns {string} */
export function moment(at, timeZone) {
  return new Date(at).toLocaleString(chosenLanguage(), { dateStyle: "medium", timeStyle: "medium", timeZone });
}

/** @param {string} at @returns {string} in the time zone of whoever looks */
export function clock(at) {
  return new Date(at).toLocaleTimeString(chosenLanguage(), { timeStyle: "medium" });
}

/** @param {string} at @returns {string} in the time zone of whoever looks */
export function day(at) {
  return new Date(at).toLocaleDateString(chosenLanguage(), { dateStyle: "medium" });
}

/** @param {number} millis @returns {string} in seconds, to a tenth */
export function tenths(millis) {
  return `${number(Math.round(millis / 100) / 10)}${chosenLanguage() === "ko" ? "초" : " s"}`;
}

/** @param {number} seconds */
export function duration(seconds) {
  const units = chosenLanguage() === "ko" ? ["시간", "분", "초"] : ["h", "min", "s"];
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const first = parts.findIndex((part) => part > 0);
  if (first < 0) return `0${chosenLanguage() === "ko" ? "" : " "}${units[2]}`;
  return parts.slice(first, first + 2).map((part, i) => `${part}${chosenLanguage() === "ko" ? "" : " "}${units[first + i]}`).join(" ");
}
