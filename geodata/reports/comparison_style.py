"""How a comparison looks on paper and on a screen: calm, legible in grey, told apart by dash and word before colour."""

STYLE = """\
:root { color-scheme: light; --ink: #22292e; --soft: #5b6770; --rule: #dfe4e7; --agreed: #2f3e46;
  --disputed: #a3216b; --a: #6a51a3; --b: #8a6d00; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px; max-width: 1000px; background: #fff; color: var(--ink);
  font: 14px/1.5 "DejaVu Sans", "Noto Sans", "Noto Sans Armenian", "Segoe UI", sans-serif; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 16px; font-weight: 600; }
h2 { font-size: 16px; margin: 32px 0 8px; font-weight: 600; }
h3 { font-size: 15px; margin: 0; font-weight: 600; }
p { margin: 4px 0; }
a { color: inherit; text-decoration-color: #9aa5ab; text-underline-offset: 2px; }
code { font: 12px/1.5 "DejaVu Sans Mono", monospace; color: var(--soft); overflow-wrap: anywhere; }
bdi { white-space: pre-line; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { font-weight: 400; text-align: left; }
td, th { padding: 4px 12px 4px 0; vertical-align: top; border-bottom: 1px solid var(--rule); }
thead th { color: var(--soft); font-size: 12px; }
.kicker, .method, .hash { color: var(--soft); font-size: 12px; }
.parties { display: grid; grid-template-columns: 1fr 1fr; gap: 24px; margin-bottom: 12px; }
.party h2 { margin: 0; }
.party { border-top: 1px solid var(--rule); padding-top: 8px; }
.message { font-style: italic; }
.notice { border-left: 3px solid var(--soft); padding: 4px 12px; margin: 12px 0; color: var(--soft); }
.key { display: inline-block; width: 30px; height: 0; margin-right: 8px; vertical-align: middle; }
.a .key { border-top: 3px dashed var(--a); }
.b .key { border-top: 3px dotted var(--b); }
.mark { display: inline-block; width: 24px; height: 0; margin-right: 8px; vertical-align: middle; }
.mark.same { border-top: 4px solid var(--agreed); }
.mark.only_a { border-top: 3px dashed var(--a); }
.mark.only_b { border-top: 3px dotted var(--b); }
.mark.different { border-top: 4px double var(--disputed); }
.totals tbody th { width: 240px; }
.totals td, .totals thead th + th { text-align: right; width: 110px; }
.totals thead th:nth-child(4) { text-align: left; padding-left: 12px; }
.totals td.share { text-align: left; width: auto; padding-left: 12px; }
.totals tfoot th, .totals tfoot td { font-weight: 600; border-bottom: 0; }
.bar { display: block; height: 10px; margin-top: 6px; }
.bar.same { background: var(--agreed); }
.bar.only_a { background: repeating-linear-gradient(90deg, var(--a) 0 10px, transparent 10px 13px); }
.bar.only_b { background: repeating-linear-gradient(90deg, var(--b) 0 3px, transparent 3px 6px); }
.bar.different { background: repeating-linear-gradient(45deg, var(--disputed) 0 4px, #fff 4px 6px); }
.contents td:nth-child(1), .contents td:nth-child(n+6), .contents th:nth-child(n+6) { text-align: right; }
.contents td:nth-child(1), .contents td:nth-child(3) { color: var(--soft); }
.contents td:nth-child(n+6) { white-space: nowrap; }
.relations { margin-top: 16px; }
.split td:nth-child(1), .split td:nth-child(5), .split td:nth-child(6) { text-align: right; white-space: nowrap; }
.split td:nth-child(1) { color: var(--soft); }
.numbers { color: var(--soft); font-size: 12px; margin: 0 0 8px; }
.verdict em { font-style: normal; color: var(--ink); }
article { margin: 28px 0 0; padding: 0 0 0 16px; border-left: 4px solid var(--agreed); break-inside: avoid; }
article.only_a { border-left: 4px dashed var(--a); }
article.only_b { border-left: 4px dotted var(--b); }
article.different { border-left: 6px double var(--disputed); padding-left: 14px; }
.no { color: var(--soft); font-weight: 400; margin-right: 4px; }
.verdict { color: var(--soft); margin-bottom: 8px; }
.verdict strong { color: var(--ink); font-weight: 600; }
.body { display: flex; gap: 20px; align-items: flex-start; }
.fields th { color: var(--soft); width: 18%; }
.fields td { width: 26%; }
.fields thead th { font-size: 12px; }
.fields tr.differ td:nth-child(n+3) { font-weight: 600; }
.map { flex: none; background: #f8f9f8; border: 1px solid var(--rule); }
.map path { fill: none; stroke-linejoin: round; }
.map .base { stroke: #9aa5ab; stroke-width: 1; }
.map .agreed { stroke: var(--agreed); stroke-width: 2.5; }
.map .disputed { stroke: var(--disputed); stroke-width: 2.5; stroke-dasharray: 8 4; }
.map .one { stroke: var(--soft); stroke-width: 2.5; stroke-dasharray: 8 3 2 3; }
.map .a { stroke: var(--a); stroke-width: 2.5; stroke-dasharray: 10 3; }
.map .b { stroke: var(--b); stroke-width: 2.5; stroke-dasharray: 3 3; }
.map .end { fill: #fff; stroke: var(--ink); stroke-width: 1.2; }
.map .spot-a { fill: #fff; stroke: var(--a); stroke-width: 2.5; }
.map .spot-b { fill: #fff; stroke: var(--b); stroke-width: 2.5; stroke-dasharray: 3 2; }
.map .widest { fill: none; stroke: var(--disputed); stroke-width: 1.2; }
.map .scale { stroke: var(--soft); stroke-width: 1; }
.map text { font-size: 10px; fill: var(--soft); }
footer { margin: 40px 0 0; padding-top: 8px; border-top: 1px solid var(--rule); color: var(--soft); font-size: 12px; }
@media (max-width: 720px) { .body, .parties { display: block; } .map { margin-bottom: 8px; } }
@media print { body { padding: 0; font-size: 11px; max-width: none; } a { text-decoration: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
