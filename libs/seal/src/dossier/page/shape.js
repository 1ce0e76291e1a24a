// Part of the page that verifies itself: the shape of the file (docs/dossier-format.md), and what its events cite.
'use strict';
{
  const { fromBase64, readCanonical, readSubjectProof, canonical } = globalThis.Zelian;
  const isText = (value) => typeof value === 'string';
  const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
  const isHex = (value) => isText(value) && /^[0-9a-f]{64}$/.test(value);
  const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  const isSubject = (value) => isText(value) && /^[a-z]+-[0-9a-z]{4,40}$/.test(value);
  const reads = (read) => (value) => {
    try {
      read(value);
      return true;
    } catch {
      return false;
    }
  };
  const isBytes = reads((value) => fromBase64(value));
  const isHash = (value) => isBytes(value) && fromBase64(value).length === 32;
  const listOf = (is, most) => (value) => Array.isArray(value) && value.length <= most && value.every(is);
  const shaped =
    (members, optional = {}) =>
    (value) => {
      if (!isObject(value)) return false;
      const all = { ...optional, ...members };
      return (
        Object.keys(members).every((name) => Object.hasOwn(value, name)) &&
        Object.keys(value).every((name) => Object.hasOwn(all, name) && all[name](value[name]))
      );
    };
  const placed = shaped({ position: isCount, bytes: isBytes });
  const revealed = shaped({ commitment: isHex, eventId: isText, field: isText, salt: isHex, value: isText });
  const withheld = shaped({ commitment: isHex, withheld: isText });
  const keys = listOf(isText, 64);
  const MANY = 1_000_000;
  const isDossier = shaped({
    format: (value) => value === 'zelian-dossier',
    version: (value) => value === 1 || value === 2,
    subject: isSubject,
    checkpoint: isText,
    earlier: listOf(shaped({ size: isCount, root: isHash, path: listOf(isHash, 256) }), 64),
    keys: shaped({ log: keys, witnesses: keys, auditors: keys }),
    index: placed,
    events: listOf(placed, 100_000),
    multiproof: listOf(isHash, MANY),
    subjectProof: reads((value) => readSubjectProof(fromBase64(value))),
    privateValues: listOf((value) => revealed(value) || withheld(value), MANY),
    clauses: listOf(shaped({ bookId: isText, bookVersion: isCount, clauseId: isText, clauseHash: isHex }, { text: isText }), MANY),
    evidence: listOf(shaped({ position: isCount, sha256: isHex, sizeBytes: isCount, mediaType: isText }), MANY),
    stated: shaped({ covers: isCount, count: isCount, after: isCount, assurance: (value) => value === 'L0' || value === 'L1' }),
    exported: shaped({ at: isText, by: isText }),
    labels: (value) => isObject(value) && Object.values(value).every(isText),
    digest: isHex,
  });

  /** @throws whatever is wrong with the bytes */
  function readDossier(bytes) {
    if (bytes.length > 64 * 1024 * 1024) throw new Error('too large');
    const dossier = readCanonical(bytes, '\n');
    if (!isDossier(dossier)) throw new Error('shape');
    return dossier;
  }

  const isClaim = (data) =>
    isObject(data) && Object.keys(data).sort().join() === 'covers,indexRoot,logRoot' && isCount(data.covers) && isHex(data.indexRoot) && isHex(data.logRoot);
  const areSubjects = (ids) => listOf(isSubject, 4096)(ids) && new Set(ids).size === ids.length;
  function readEvent(bytes) {
    const event = readCanonical(bytes);
    const { id, type, subjects, data, basis = [] } = isObject(event) ? event : {};
    const isIndex = type === 'SubjectIndexRecorded';
    if (![id, type].every(isText) || !Array.isArray(basis) || !areSubjects(subjects) || (isIndex && !isClaim(data))) throw new Error('envelope');
    return { event, id, subjects, isIndex, data, basis };
  }

  const before = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const ordered = (items, order) => items.sort(order).filter((item, i) => i === 0 || order(items[i - 1], item) !== 0);
  /** Commitments, clauses and evidence of events [{ position, data, basis }], listed as a dossier lists them. */
  function citedBy(events) {
    const [commitments, clauses, evidence] = [new Set(), [], []];
    const visit = (position, part) => {
      if (typeof part !== 'object' || part === null) return;
      const { commitment, sha256, sizeBytes, mediaType } = part;
      if (!Array.isArray(part) && Object.keys(part).length === 1 && isHex(commitment)) commitments.add(commitment);
      if (isHex(sha256) && isCount(sizeBytes) && isText(mediaType)) evidence.push({ position, sha256, sizeBytes, mediaType });
      for (const inner of Object.values(part)) visit(position, inner);
    };
    for (const { position, data, basis } of events) {
      visit(position, data);
      for (const one of basis) {
        const { bookId, bookVersion, clauseId, clauseHash } = isObject(one) ? one : {};
        if (isText(bookId) && isCount(bookVersion) && isText(clauseId) && isHex(clauseHash)) clauses.push({ bookId, bookVersion, clauseId, clauseHash });
      }
    }
    const byClause = (a, b) =>
      before(a.clauseHash, b.clauseHash) || before(a.bookId, b.bookId) || a.bookVersion - b.bookVersion || before(a.clauseId, b.clauseId);
    const byFile = (a, b) => a.position - b.position || before(a.sha256, b.sha256) || before(a.mediaType, b.mediaType) || a.sizeBytes - b.sizeBytes;
    return { commitments: [...commitments].sort(), clauses: canonical(ordered(clauses, byClause)), evidence: canonical(ordered(evidence, byFile)) };
  }
  Object.assign(globalThis.Zelian, { readDossier, readEvent, citedBy });
}
