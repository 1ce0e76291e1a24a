/** What the page looks like on a screen and on paper: black on white, one accent, tables with thin lines; no font is fetched. */
export const PAGE_STYLE = String.raw`
:root { --ink: #1a1a1a; --quiet: #5f6368; --line: #c9ccd1; --accent: #8b1a1a; --good: #1b5e20; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 2rem 4rem; max-width: 60rem; color: var(--ink); background: #fff;
  font: 16px/1.75 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei", sans-serif; }
header { border-bottom: 3px solid var(--accent); padding-bottom: .75rem; }
h1 { margin: 0; font-size: 1.75rem; letter-spacing: .1em; color: var(--accent); font-weight: 700; }
header p { margin: .25rem 0 0; color: var(--quiet); }
h2 { margin: 2.25rem 0 .75rem; font-size: 1.2rem; border-left: 4px solid var(--accent); padding-left: .6rem; }
h3 { margin: 0 0 .4rem; font-size: 1rem; }
h3 small { color: var(--quiet); font-weight: 400; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
td, th { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
td:first-child { width: 12rem; color: var(--quiet); }
#checks td:first-child { width: auto; color: inherit; }
#checks td:last-child { width: 6rem; text-align: center; white-space: nowrap; }
article { border: 1px solid var(--line); padding: .9rem 1rem; margin: 0 0 1rem; break-inside: avoid; }
pre, .mono { font: .82rem/1.5 ui-monospace, "Noto Sans Mono CJK SC", Consolas, monospace; overflow-wrap: anywhere; white-space: pre-wrap; margin: .3rem 0 0; }
blockquote { margin: .4rem 0; padding-left: .8rem; border-left: 3px solid var(--line); color: var(--quiet); }
em { font-style: normal; font-size: .75rem; margin-left: .5rem; padding: 0 .35rem; border: 1px solid var(--line); color: var(--quiet); white-space: nowrap; }
.withheld { letter-spacing: -.05em; }
.withheld em { letter-spacing: normal; }
.seal { margin: 1.5rem 0 1rem; padding: 1rem 1.25rem; border: 2px solid; }
.seal strong { font-size: 1.35rem; letter-spacing: .1em; }
.seal p { margin: .25rem 0 0; color: var(--ink); }
.holds { border-color: var(--good); color: var(--good); }
.pending { border-color: #b26a00; color: #8a5200; }
.fails { border-color: var(--accent); color: var(--accent); background: #fff5f5; }
.claimed { color: #8a5200; }
.warning { border: 1px solid #b26a00; background: #fff8ec; padding: .5rem .8rem; }
textarea { width: 100%; min-height: 7rem; font: .85rem/1.5 ui-monospace, Consolas, monospace; padding: .5rem; border: 1px solid var(--line); }
button, select { font: inherit; padding: .3rem 1rem; border: 1px solid var(--accent); background: #fff; color: var(--accent); cursor: pointer; margin-right: .5rem; }
select { border-color: var(--line); color: var(--ink); }
button:focus-visible, textarea:focus-visible, select:focus-visible, summary:focus-visible { outline: 3px solid #1a73e8; outline-offset: 1px; }
#trouble { color: var(--accent); }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .75rem; color: var(--quiet); font-size: .85rem; }
@media print {
  @page { size: A4; margin: 20mm 18mm; }
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  .screen { display: none; }
  details[open] pre { white-space: pre-wrap; }
}
`;

/** The page's own words. \`%…%\` are filled in by whoever makes it; everything from the file is set by the script, as text. */
export const PAGE_BODY = String.raw`
<header><h1>责链案卷</h1><p>本页自带全部证明，可断网打开、自行核验。</p></header>
<noscript><p class="warning">本页须由浏览器运行其中的核验程序，请允许脚本运行；程序不联网。也可用 scripts/verify_dossier.py 核验所附案卷文件。</p></noscript>
<section id="verdict" class="seal" aria-live="polite"><strong>正在核验……</strong></section>
<section id="assurance"></section>
<p class="screen"><button id="print" type="button">打印</button><button id="save" type="button">保存案卷文件</button></p>
<h2>案卷</h2><table><tbody id="facts"></tbody></table>
<h2>核验项目</h2><table><tbody id="checks"></tbody></table>
<section class="screen"><h2>用您自己掌握的密钥或检查点核验</h2>
<p>请粘贴从本页以外得到的账本公钥、见证方或审计方公钥（每行一个），或者回执、二维码中的检查点（三行，或连同签名的全文）。</p>
<textarea id="trusted" aria-label="可信公钥或检查点" spellcheck="false"></textarea>
<p><label>所填联署公钥属于 <select id="role"><option value="auditor">审计方</option><option value="witness">见证方</option></select></label>
<button id="again" type="button">重新核验</button> <span id="trouble" role="alert"></span></p></section>
<h2>事件</h2><section id="events"></section>
<h2>引用条款</h2><section id="clauses"></section>
<h2>证据文件指纹</h2><table><tbody id="evidence"></tbody></table>
<h2>检查点</h2><pre id="checkpoint"></pre>
<h2>公钥</h2><table><tbody id="keys"></tbody></table>
<footer>案卷只说明所列范围以内、以该编号登记的事件；以其他编号登记或者从未登记的事实，任何证明都查不出。格式见 docs/dossier-format.md。
责链 Zelian，zelian-dossier 第2版。</footer>
`;
