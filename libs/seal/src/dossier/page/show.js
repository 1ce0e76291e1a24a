// Part of the page that verifies itself: shows what the file holds and what came of checking it. Whatever the file says is set as text, never as markup.
'use strict';
{
  const { fromBase64, verify, readDossier, readEvent, readKey } = globalThis.Zelian;
  const ASSURANCE = {
    L0: 'L0（账本管理方声明）：“一件不缺”是账本管理方签名并写入账本的声明；若不实，持有被隐瞒事件的人可以举证。',
    L1: 'L1（审计方确认）：“一件不缺”由独立审计方逐件重算，并以其自有密钥签名确认。',
  };
  const ANCHOR = {
    none: '尚未填入可信密钥或检查点：核验只说明本页内容前后一致，密钥由本页自称。请在下方填入从本页以外得到的密钥或检查点，再核验一次。',
    key: '账本公钥由核验人填入。',
    checkpoint: '检查点由核验人填入。',
    cosigner: '检查点有核验人填入的见证方或审计方公钥签名。',
  };
  /** Of the checkpoint that the reader holds: only a contradiction says that history was rewritten. */
  const HELD = {
    'held-not-comparable':
      '本页未附所持检查点的证明，无法对照，不说明账本有任何问题。请索取为该检查点出具的案卷（dossier export --held）；检查点晚于案卷的，请索取新案卷。其余各项可不填检查点另行核验。',
    'held-conflict': '与所持检查点矛盾：如果它确由该账本签署，账本历史已被改写。',
    'held-origin': '所持检查点是另一账本的。',
    earlier: '案卷所附的早先检查点与案卷的检查点不相延续。',
  };
  const ROLE = { log: '账本', witness: '见证方', auditor: '审计方' };
  const BROUGHT = { file: '仅由本页自称，未经核验人确认', reader: '核验人填入', both: '核验人填入，本页亦列' };
  const $ = (id) => document.getElementById(id);
  function element(name, content, className) {
    const made = document.createElement(name);
    if (className) made.className = className;
    for (const part of [content].flat()) if (part !== undefined && part !== null) made.append(part);
    return made;
  }
  const row = (cells, name = 'td') =>
    element(
      'tr',
      cells.map((cell) => element(name, cell)),
    );
  const fill = (id, ...content) => $(id).replaceChildren(...content);
  /** 2017年2月1日8时0分, as it was in China. */
  function timeZh(instant) {
    const at = new Date(Date.parse(instant) + 8 * 3_600_000);
    if (Number.isNaN(at.getTime())) return instant;
    return `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日${at.getUTCHours()}时${at.getUTCMinutes()}分`;
  }

  function showVerdict(verdict) {
    const { ok } = verdict;
    const isOpen = verdict.firstProblem?.code === 'held-not-comparable';
    const [title, state] = headingOf(verdict, isOpen);
    $('verdict').className = `seal ${state}`;
    fill('verdict', element('strong', title), element('p', ok ? provedBy(verdict) : failedBy(verdict, isOpen)));
    fill(
      'assurance',
      ...(ok ? [element('p', ASSURANCE[verdict.assurance]), element('p', ANCHOR[verdict.anchor], verdict.anchor === 'none' ? 'warning' : '')] : []),
      ...claimedBy(verdict),
    );
    fill('keys', row(['用途', '公钥', '由谁提供', '检查点上有其签名'], 'th'), ...verdict.keys.map(keyRow));
    const marks = { null: '—', true: '通过', false: isOpen ? '无法对照' : '不通过' };
    const rows = verdict.checks.map(({ zh, ok: holds }) => row([zh, marks[holds]]));
    fill('checks', ...rows);
    document.documentElement.dataset.verdict = ok ? 'holds' : 'fails';
    document.documentElement.dataset.result = JSON.stringify(verdict);
  }

  const provedBy = ({ origin, covers, subject, count, after }) =>
    `账本“${origin}”前${covers}件记录中，关于${subject}的事件共${count}件，一件不缺。其后账本另有${after}件记录。`;
  function failedBy({ checks, firstProblem: { check, code, position, missing } }, isOpen) {
    if (isOpen) return HELD[code];
    if (missing) return `检查点缺少您所要求的见证签名：${missing.join('、')}。其余项目未再核验。`;
    const place = position === undefined ? '' : `（第${position}号事件）`;
    const means = check === 'held-checkpoint' ? HELD[code] : '';
    return `“${checks.find(({ name }) => name === check).zh}”一项不成立${place}。${means}本页内容不能证明任何事。`;
  }
  /** What cannot be compared is no failure of the log's; without a key or checkpoint from elsewhere the page has only its own word for itself. */
  function headingOf({ ok, anchor }, isOpen) {
    if (isOpen) return ['无法与所持检查点对照', 'pending'];
    if (!ok) return ['核验不通过', 'fails'];
    return anchor === 'none' ? ['自身核验通过，尚待以可信密钥核对', 'pending'] : ['核验通过', 'holds'];
  }

  /** Who cosigned by the page's own word only: said, and not counted. */
  function claimedBy({ keys }) {
    const names = keys
      .filter(({ role, broughtBy, signed }) => role !== 'log' && broughtBy === 'file' && signed)
      .map(({ role, key }) => ROLE[role] + key.split('+')[0]);
    return names.length === 0
      ? []
      : [element('p', `检查点上另有${names.join('、')}的签名，其公钥仅由本页自称，未计入以上结论：请向其本人核对公钥后填入，再核验一次。`)];
  }
  const keyRow = ({ role, key, broughtBy, signed }) =>
    row([ROLE[role], element('span', key, 'mono'), element('span', BROUGHT[broughtBy], broughtBy === 'file' ? 'claimed' : ''), signed ? '有' : '无']);

  function showFile(dossier) {
    const { subject, exported, clauses, evidence, stated, index, checkpoint } = dossier;
    fill(
      'facts',
      row(['对象编号', subject]),
      row(['事件件数', `${stated.count}件（覆盖账本第0至第${stated.covers - 1}号记录）`]),
      row(['索引事件', `第${index.position}号`]),
      row(['制作', `${timeZh(exported.at)}，${exported.by}（制作时间、制作人未经证明）`]),
    );
    fill('events', ...eventsOf(dossier));
    const texts = clauses.map(({ bookId, bookVersion, clauseId, clauseHash, text }) =>
      element('article', [element('h3', `${clauseId}　${bookId} 第${bookVersion}版`), ...clauseText(text), element('p', `指纹 ${clauseHash}`, 'mono')]),
    );
    fill('clauses', ...(texts.length > 0 ? texts : [element('p', '所列事件没有引用条款。')]));
    const files = evidence.map((one) => row([`第${one.position}号`, one.mediaType, `${one.sizeBytes}字节`, element('span', one.sha256, 'mono')]));
    fill('evidence', ...(files.length > 0 ? files : [row(['所列事件没有引用证据文件。'])]));
    fill('checkpoint', checkpoint);
  }

  /** The clause in its own words, where its text says which they are. */
  function clauseText(text) {
    if (text === undefined) return [element('p', '（未附原文）')];
    try {
      const { zh, sourceQuote } = JSON.parse(text);
      return [element('p', typeof zh === 'string' ? zh : text), ...(typeof sourceQuote === 'string' ? [element('blockquote', sourceQuote)] : [])];
    } catch {
      // Not a clause of the rule book's form: what stands there is shown as it stands.
      return [element('p', text)];
    }
  }

  function eventsOf({ events, privateValues, labels }) {
    const values = new Map(privateValues.map((one) => [one.commitment, one]));
    if (events.length === 0) return [element('p', '覆盖范围内没有关于该对象的任何事件。')];
    return events.map(({ position, bytes }) => {
      const { event } = readEvent(fromBase64(bytes));
      const label = Object.hasOwn(labels, event.type) ? labels[event.type] : event.type;
      const facts = [
        ['记录时间', timeZh(String(event.recordedAt ?? ''))],
        ['发生', [event.validAt?.from, event.validAt?.to].filter(Boolean).join(' 至 ')],
        ['记录人', Object.values(event.actor ?? {}).join('，')],
        ['事件编号', element('span', event.id, 'mono')],
      ];
      return element('article', [
        element('h3', [`第${position}号　${label}`, element('small', ` ${event.type}`)]),
        element('table', [...facts.filter(([, value]) => value !== '').map((cells) => row(cells)), ...dataRows(event.data, { values, labels })]),
        element('details', [element('summary', '事件原文'), element('pre', new TextDecoder().decode(fromBase64(bytes)))]),
      ]);
    });
  }

  /** The event's data, a line for each value; a commitment as the value that it stands for, or as withheld. */
  function dataRows(data, names, path = []) {
    const called = path.map((key) => (Object.hasOwn(names.labels, key) ? names.labels[key] : key)).join('·');
    if (typeof data !== 'object' || data === null) return [row([called, String(data)])];
    const one = Object.keys(data).length === 1 ? names.values.get(data.commitment) : undefined;
    if (one) return [row([called, 'value' in one ? element('span', [one.value, element('em', '公开')]) : withheldOf(one)])];
    return Object.entries(data).flatMap(([key, inner]) => dataRows(inner, names, [...path, key]));
  }
  const withheldOf = ({ withheld }) => element('span', ['█████', element('em', withheld === '' ? '未公开' : `未公开：${withheld}`)], 'withheld');

  function brought() {
    const given = $('trusted').value.trim();
    if (given === '') return {};
    const blocks = given.split(/\n(?=\S+\n\d+\n)/).map((block) => block.trim());
    const isKey = (line) => /^[^+\s]+\+[0-9a-f]{8}\+\S+$/.test(line);
    const lines = given.split('\n').map((line) => line.trim());
    const keys = lines.filter(isKey);
    const checkpoint = blocks
      .map((block) =>
        block
          .split('\n')
          .filter((line) => !isKey(line.trim()))
          .join('\n')
          .trim(),
      )
      .find((block) => block !== '');
    const of = (role) => keys.filter((key) => (role === 'log') !== readKey(key).isTimed);
    const cosigners = of('cosigners');
    return { log: of('log'), ...($('role').value === 'auditor' ? { auditors: cosigners } : { witnesses: cosigners }), ...(checkpoint && { checkpoint }) };
  }

  function check(bytes) {
    try {
      fill('trouble');
      showVerdict(verify(bytes, brought()));
    } catch (error) {
      fill('trouble', `填入的内容无法识别为公钥或检查点（${error.message}）`);
    }
  }

  const bytes = fromBase64($('dossier').textContent.trim());
  try {
    showFile(readDossier(bytes));
  } catch {
    // The verdict below says that the file is none; nothing of it is shown.
    fill('events', element('p', '案卷文件已损坏，无法显示。'));
  }
  check(bytes);
  $('again').addEventListener('click', () => check(bytes));
  $('save').addEventListener('click', () => {
    const link = element('a');
    link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/json' }));
    link.download = `${document.title.replace(/[^0-9a-z-]/g, '')}.json`;
    link.click();
  });
  $('print').addEventListener('click', () => window.print());
}
