// Part of the page that verifies itself: what is checked, in the order of docs/dossier-format.md. No network, no store: the file, whom the reader trusts, arithmetic.
'use strict';
{
  const Z = globalThis.Zelian;
  const { utf8, hex, fromHex, same, fromBase64, sha256, hmacSha256, canonical } = Z;
  const CHECKS = {
    format: '文件符合案卷格式，写法唯一',
    digest: '文件自身指纹一致（只防损坏，不防造假）',
    checkpoint: '检查点由账本密钥签名',
    witnesses: '所要求的见证签名齐全',
    'held-checkpoint': '与您所持的检查点一致：此前的历史没有被改写',
    index: '索引事件在账本之内，写明覆盖范围',
    positions: '各事件序号递增，均在覆盖范围之内',
    inclusion: '每一事件的原文都在检查点所签的账本之中',
    events: '每一事件都写法唯一、编号不重、确与该对象有关',
    completeness: '该对象在覆盖范围内的事件一件不缺',
    'private-values': '公开的私密内容与事件中的承诺一致，未公开的不影响核验',
    clauses: '所附条款原文与事件所引的指纹一致',
    evidence: '所列证据指纹与事件所引的一致',
    stated: '文件自述的件数、范围和联署情况属实',
  };
  class Failed extends Error {
    constructor(check, code, position, missing) {
      super(`${check}: ${code}`);
      this.problem = { check, code, ...(position !== undefined && { position }), ...(missing && { missing }) };
    }
  }
  function must(condition, check, code, position) {
    if (!condition) throw new Failed(check, code, position);
  }
  function reading(read, check, code, position) {
    try {
      return read();
    } catch {
      // Whatever a strict reader refuses, the check failed.
      throw new Failed(check, code, position);
    }
  }

  const ROLES = { log: 'log', witness: 'witnesses', auditor: 'auditors' };
  const mayBe = (role, { name, isTimed }, origin) => (role === 'log' ? name === origin && !isTimed : isTimed);
  /** Witnesses and auditors count only by keys that the reader brought; the log's own keys in the file, only where he brought none. */
  function trustFor(claimed, brought, origin) {
    const keys = (texts, role) => texts.map(Z.readKey).filter((key) => mayBe(role, key, origin));
    const log = keys(brought.log.length > 0 ? brought.log : claimed.log, 'log');
    return { log, witnesses: keys(brought.witnesses, 'witness'), auditors: keys(brought.auditors, 'auditor') };
  }
  function hasSigned(note, text, role) {
    const key = Z.readKey(text);
    const lines = note.signatures.filter(({ name, id }) => name === key.name && id === key.id);
    return lines.length > 0 && mayBe(role, key, Z.readCheckpoint(note.text).origin) && lines.every(({ bytes }) => Z.isSigned(note.text, key, bytes));
  }
  /** Every key that the file or the reader brought: whose, from where, and whether it signed. */
  function keysFound(note, claimed, brought) {
    return Object.entries(ROLES).flatMap(([role, list]) =>
      [...new Set([...claimed[list], ...brought[list]])].sort().map((key) => {
        const broughtBy = !brought[list].includes(key) ? 'file' : claimed[list].includes(key) ? 'both' : 'reader';
        return { role, key, broughtBy, signed: hasSigned(note, key, role) };
      }),
    );
  }
  const NONE = { log: [], witnesses: [], auditors: [] };
  /** Each witness whose key the reader brought has to have cosigned. */
  function checkWitnesses(note, { witnesses }) {
    const unsigned = witnesses.filter((text) => !hasSigned(note, text, 'witness')).map((text) => text.split('+', 2).join('+'));
    if (unsigned.length > 0) throw new Failed('witnesses', 'not-cosigned', undefined, [...new Set(unsigned)]);
  }
  /** From version 2 on: in order, nothing twice, and no cosigner who did not cosign. */
  const areListedRightly = (note, keys) =>
    Object.values(keys).every((list) => list.every((key, i) => i === 0 || list[i - 1] < key)) &&
    keysFound(note, keys, NONE).every(({ role, signed }) => role === 'log' || signed);
  const isKey = (a, b) => a.name === b.name && a.id === b.id && same(a.key, b.key);
  function signers(note, trust, check) {
    const known = [...trust.log, ...trust.witnesses, ...trust.auditors];
    const signed = note.signatures.flatMap(({ name, id, bytes }) => {
      const key = known.find((one) => one.name === name && one.id === id);
      if (key) must(Z.isSigned(note.text, key, bytes), check, 'checkpoint-signature');
      return key ? [key] : [];
    });
    must(signed.length > 0, check, 'checkpoint-signature');
    const among = (keys) => [...new Set(signed.filter((one) => keys.some((key) => isKey(key, one))).map(({ name }) => name))];
    must(among(trust.log).length > 0, check, 'log-signature');
    return { witnesses: among(trust.witnesses), auditors: among(trust.auditors) };
  }

  function checkHeld({ earlier }, checkpoint, held) {
    const proofs = earlier.map(({ size, root, path }) => ({ size, root: fromBase64(root), path: path.map(fromBase64) }));
    const hold = proofs.every(
      (one, i) => one.size < checkpoint.size && (i === 0 || one.size > proofs[i - 1].size) && Z.isConsistent(one, checkpoint, one.path),
    );
    must(hold, 'held-checkpoint', 'earlier');
    if (!held) return;
    must(held.origin === checkpoint.origin, 'held-checkpoint', 'held-origin');
    const proof = held.size === checkpoint.size ? checkpoint : proofs.find(({ size }) => size === held.size);
    must(proof, 'held-checkpoint', 'held-not-comparable');
    must(same(proof.root, held.root), 'held-checkpoint', 'held-conflict');
  }

  function checkEvents(dossier, { origin, size, root }) {
    const place = dossier.index.position;
    const entries = [...dossier.events, dossier.index].map(({ position, bytes }) => ({ position, bytes: fromBase64(bytes) }));
    const claim = reading(() => Z.readEvent(entries.at(-1).bytes), 'index', 'index-event', place);
    must(claim.isIndex && claim.subjects.length === 0 && claim.data.covers <= place && place < size, 'index', 'index-event', place);
    const { covers, indexRoot } = claim.data;
    dossier.events.forEach(({ position }, i) =>
      must(position < covers && (i === 0 || position > dossier.events[i - 1].position), 'positions', 'positions', position),
    );
    const leaves = entries.map(({ position, bytes }) => [position, Z.leafHash(bytes)]);
    const found = Z.rootOfMany(leaves, size, dossier.multiproof.map(fromBase64));
    must(found && same(found, root), 'inclusion', 'inclusion');
    const events = entries.slice(0, -1).map(({ position, bytes }) => {
      const event = reading(() => Z.readEvent(bytes), 'events', 'event-unreadable', position);
      must(!event.isIndex && event.subjects.includes(dossier.subject), 'events', 'event-of-others', position);
      return { position, ...event };
    });
    const map = Z.mapRoot(Z.subjectKey(origin, dossier.subject), leaves.slice(0, -1), Z.readSubjectProof(fromBase64(dossier.subjectProof)));
    must(map, 'completeness', 'subject-proof');
    must(hex(map) === indexRoot, 'completeness', 'index-root');
    return { covers, events };
  }

  const opens = ({ commitment, eventId, field, salt, value }) =>
    !eventId.includes('|') && !field.includes('|') && hex(hmacSha256(fromHex(salt), utf8(`${eventId}|${field}|${value}`))) === commitment;
  function checkContent(dossier, events) {
    const ids = new Set();
    for (const { id, position } of events) {
      must(!ids.has(id), 'events', 'id-twice', position);
      ids.add(id);
    }
    const cited = Z.citedBy(events);
    must(dossier.privateValues.map(({ commitment }) => commitment).join() === cited.commitments.join(), 'private-values', 'value-list');
    const revealed = dossier.privateValues.filter((one) => 'value' in one);
    must(revealed.every(opens), 'private-values', 'commitment');
    const named = dossier.clauses.map(({ bookId, bookVersion, clauseId, clauseHash }) => ({ bookId, bookVersion, clauseId, clauseHash }));
    must(canonical(named) === cited.clauses, 'clauses', 'clause-list');
    must(
      dossier.clauses.every(({ text, clauseHash }) => text === undefined || hex(sha256(utf8(text))) === clauseHash),
      'clauses',
      'clause-text',
    );
    must(canonical(dossier.evidence) === cited.evidence, 'evidence', 'evidence-list');
    return { revealed: revealed.length, withheld: dossier.privateValues.length - revealed.length };
  }

  function findings(bytes, brought, held) {
    const dossier = reading(() => Z.readDossier(bytes), 'format', 'format');
    const rest = { ...dossier };
    delete rest.digest;
    must(hex(sha256(utf8(canonical(rest)))) === dossier.digest, 'digest', 'digest');
    const note = reading(() => Z.readNote(dossier.checkpoint), 'checkpoint', 'checkpoint-format');
    const checkpoint = reading(() => Z.readCheckpoint(note.text), 'checkpoint', 'checkpoint-format');
    const { origin, size } = checkpoint;
    const trust = reading(() => trustFor(dossier.keys, brought, origin), 'checkpoint', 'verifier-key');
    const signed = signers(note, trust, 'checkpoint');
    checkWitnesses(note, brought);
    checkHeld(dossier, checkpoint, held);
    const { covers, events } = checkEvents(dossier, checkpoint);
    const values = checkContent(dossier, events);
    const [count, after] = [events.length, size - covers - 1];
    const { stated } = dossier;
    must(stated.covers === covers && stated.count === count && stated.after === after, 'stated', 'figures');
    const own = signers(
      note,
      reading(() => trustFor(dossier.keys, dossier.keys, origin), 'stated', 'verifier-key'),
      'stated',
    );
    must(dossier.version === 1 || areListedRightly(note, dossier.keys), 'stated', 'keys');
    must((own.auditors.length > 0 ? 'L1' : 'L0') === stated.assurance, 'stated', 'assurance');
    const keys = keysFound(note, dossier.keys, brought);
    return { subject: dossier.subject, origin, size, covers, count, after, assurance: signed.auditors.length > 0 ? 'L1' : 'L0', ...signed, keys, ...values };
  }

  const NOTHING = { covers: 0, count: 0, after: 0, witnesses: [], auditors: [], keys: [], revealed: 0, withheld: 0 };
  /** @throws when a key or checkpoint of the reader's is none */
  function verify(bytes, { checkpoint, ...keys } = {}) {
    const brought = { ...NONE, ...keys };
    for (const key of Object.values(brought).flat()) Z.readKey(key);
    const held = checkpoint === undefined ? undefined : Z.readHeld(checkpoint);
    const anchorWith = (cosigners) => (brought.log.length > 0 ? 'key' : held ? 'checkpoint' : cosigners > 0 ? 'cosigner' : 'none');
    const names = Object.keys(CHECKS);
    const isIdle = (name) => (name === 'held-checkpoint' && !held) || (name === 'witnesses' && brought.witnesses.length === 0);
    const state = (name, i, failed) => (i > failed || (isIdle(name) && i !== failed) ? null : i !== failed);
    const told = (failed) => names.map((name, i) => ({ name, zh: CHECKS[name], ok: state(name, i, failed) }));
    try {
      const found = findings(bytes, brought, held);
      return { ok: true, ...found, anchor: anchorWith(found.witnesses.length + found.auditors.length), checks: told(names.length) };
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      return { ok: false, ...NOTHING, anchor: anchorWith(0), checks: told(names.indexOf(error.problem.check)), firstProblem: error.problem };
    }
  }
  Object.assign(globalThis.Zelian, { verify });
}
