import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { acceptCarried, carriedAnswer, carriedRequest, CheckpointFolder, collectCosignatures, openWitness, submitOverHttp, type OutcomeCode } from '#seal';
import { verb, wholeNumber, type Common } from '../common.js';
import { heading, line, printJson, printTable } from '../output.js';
import { readCarried, readPolicy, writeCarried } from './files.js';

type Carried = Common & Readonly<{ policy: string; in: string; out: string; qr?: boolean }>;
type Answering = Readonly<{ data: string; keys?: string; json?: boolean; trust: string; in: string; out: string; qr?: boolean }>;

const policyOption = (): Option => new Option('--policy <file>', 'logs, witnesses and quorum (c2sp.org/tlog-policy)').makeOptionMandatory();
const qrOption = (): Option => new Option('--qr', 'also as QR codes: FILE.1-of-N.svg');
const logOf = ({ data }: Common): CheckpointFolder => new CheckpointFolder(join(data, 'checkpoints'));

const OUTCOME_ZH: Readonly<Record<OutcomeCode, string>> = {
  cosigned: '已签署',
  present: '先前已签署',
  absent: '无地址（可离线传递）',
  waiting: '稍后再问',
  unreachable: '无应答',
  refused: '拒绝',
  busy: '繁忙，请重试',
  ahead: '警报：见证人见过更大的账本（本账本可能已被回退）',
  inconsistent: '警报：见证人认为账本不连续',
  unbelievable: '应答不可信（签名或格式错误）',
};

/** What a witness answered, in its own words; what is only a number is said in words. */
const detailOf = (code: OutcomeCode, detail: string | undefined): string | undefined => {
  if (code === 'ahead') return `见证人已签到${detail}个事件 it cosigned ${detail} events`;
  return code === 'inconsistent' ? `一致性证明不成立 the proof does not hold: ${detail}` : detail;
};

/** `witness submit`: the newest checkpoint to every witness with an address; exit 1 when the quorum is not met, or a witness saw another history. */
export const submit = (): Command =>
  verb('submit', '提交检查点，收集见证签名 submit the newest checkpoint to the witnesses')
    .addOption(policyOption())
    .option('--timeout <ms>', 'how long each witness may take', '10000')
    .action(async (options: Carried & Readonly<{ timeout: string }>) => {
      const timeout = wholeNumber('--timeout', options.timeout);
      const collected = await collectCosignatures(logOf(options), readPolicy(options.policy), submitOverHttp(timeout), { again: true });
      if (options.json) printJson(collected);
      else {
        heading(`见证：检查点${collected.size}条`, 'witnesses');
        printTable(
          ['见证人 witness', '结果 outcome', '说明 detail'],
          collected.outcomes.map(({ witness, code, detail }) => [witness, `${OUTCOME_ZH[code]} ${code}`, detailOf(code, detail)]),
        );
        line(collected.quorum ? '达到法定见证数 quorum met' : '未达到法定见证数 quorum NOT met');
      }
      if (!collected.quorum || collected.alarm) process.exitCode = 1;
    });

/** `witness request`: what a courier carries to a witness that no network reaches. */
export const request = (): Command =>
  verb('request', '生成离线见证请求 a request to be carried to a witness')
    .addOption(policyOption())
    .requiredOption('--witness <name>', 'as the policy file calls it')
    .requiredOption('--out <file>', 'file, not overwritten')
    .option('--from <size>', 'the size that the witness cosigned last (default: the last that came back)')
    .addOption(qrOption())
    .action(async (options: Carried & Readonly<{ witness: string; from?: string }>) => {
      const from = options.from === undefined ? undefined : wholeNumber('--from', options.from);
      const { body, ...about } = await carriedRequest(logOf(options), readPolicy(options.policy), options.witness, from);
      told(options, { ...about, files: writeCarried(options.out, body, options.qr === true) });
    });

/** `witness answer`: on the witness's machine. When the request started elsewhere (exit 1) the answer is the checkpoint to start from. */
export const answer = (witnessVerb: (name: string, description: string) => Command): Command =>
  witnessVerb('answer', '答复离线见证请求 answer a carried request')
    .requiredOption('--trust <file>', 'a policy file whose log lines say which logs are witnessed')
    .requiredOption('--in <file>', 'the request, or the text of its QR codes, one a line')
    .requiredOption('--out <file>', 'file, not overwritten')
    .addOption(qrOption())
    .action((options: Answering) => {
      const { witness, store } = openWitness({ directory: options.data, keysFolder: options.keys, trust: readPolicy(options.trust) });
      try {
        const { note, ...about } = carriedAnswer(witness, readCarried(options.in));
        told(options, { ...about, files: writeCarried(options.out, note, options.qr === true) });
        if (about.status === 'conflict') process.exitCode = 1;
      } finally {
        store.close();
      }
    });

/** `witness accept`: keeps what came back; refuses what this ledger's history does not bear out. */
export const accept = (): Command =>
  verb('accept', '收下离线见证签名 keep the cosignatures of a carried answer')
    .addOption(policyOption())
    .requiredOption('--in <file>', 'the answer, or the text of its QR codes, one a line')
    .action(async (options: Carried) => told(options, await acceptCarried(logOf(options), readPolicy(options.policy), readCarried(options.in))));

/** What is told of a courier's errand. */
const TOLD_ZH: Readonly<Record<string, string>> = {
  witness: '见证人',
  size: '检查点事件数',
  oldSize: '见证人上次签到',
  files: '已写出',
  status: '答复',
  witnesses: '已签署的见证人',
  quorum: '达到法定见证数',
  latest: '为最新检查点',
};
const VALUE_ZH: Readonly<Record<string, string>> = { cosigned: '已签署', conflict: '起点不符，须由此检查点重新请求', true: '是', false: '否' };
const said = (value: unknown): string => {
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  return VALUE_ZH[text] === undefined ? text : `${VALUE_ZH[text]} ${text}`;
};

function told({ json }: Readonly<{ json?: boolean }>, facts: Readonly<Record<string, unknown>>): void {
  if (json) printJson(facts);
  else
    line(
      Object.entries(facts)
        .map(([name, value]) => `${TOLD_ZH[name] ?? ''} ${name} ${said(value)}`.trim())
        .join('  '),
    );
}
