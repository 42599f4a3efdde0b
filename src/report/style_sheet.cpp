#include "report/style_sheet.hpp"

namespace staysail::report {

// The tones of the marks are the same in both themes: dark words are readable on each of them, and each of them is
// visible on white and on near-black. What carries meaning by colour carries it by words as well.
Literal style_sheet() {
  return R"css(
:root{color-scheme:light dark;--page:#f4f6f8;--card:#fff;--ink:#17212b;--soft:#5a6773;--line:#dde3e9;
--accent:#1d5fa8;--good:#1c7c4a;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--page:#10151a;--card:#182028;--ink:#e6ecf1;--soft:#9fabb7;--line:#2c3843;
--accent:#7db7f2;--good:#63c795;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);
font:15px/1.55 "Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",
"Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
header,main,footer{max-width:1080px;margin:0 auto;padding:0 20px}
header{padding-top:32px}
h1{font-size:30px;line-height:1.2;margin:0 0 4px}
h2{font-size:20px;margin:0}
h3{font-size:15px;margin:22px 0 6px}
p{margin:8px 0}
.period,.lead,.note,footer,figcaption{color:var(--soft)}
.period{overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:6px 16px;margin:16px 0 4px;font-size:14px}
a{color:var(--accent);text-decoration:none}
a:hover,a:focus{text-decoration:underline}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:20px 24px 22px;margin:18px 0}
.lead{margin:2px 0 12px}
.empty{padding:12px 14px;border-left:4px solid var(--line);background:var(--page);margin:10px 0 0}
.good{color:var(--good)}
.bad{color:var(--bad);font-weight:600}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(225px,1fr));gap:14px;margin:14px 0 0}
.card{border:1px solid var(--line);border-radius:8px;padding:12px 14px;break-inside:avoid}
dt{font-size:13px;color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
.figure{font-size:26px;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums}
.note{font-size:13px;line-height:1.45}
figure{margin:14px 0 8px;overflow-x:auto;break-inside:avoid}
figcaption{font-size:13px;margin-bottom:8px}
svg{display:block;max-width:100%;min-width:720px;height:auto;margin:0 auto 0 0;font-family:inherit;font-size:13px}
.label,.value,.axis,.cell{fill:var(--ink)}
.value,.cell{font-variant-numeric:tabular-nums}
.axis{font-weight:600}
.cell{font-size:17px;font-weight:600}
.tick{fill:var(--soft);font-size:12px}
.on-mark{fill:#10202b;font-variant-numeric:tabular-nums}
.halo{paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
.grid-line{stroke:var(--line)}
.zero-line{stroke:var(--ink);stroke-width:1.5}
.whisker{stroke:var(--ink);stroke-width:2}
.mark{stroke:var(--card);stroke-width:1}
.heat{fill:#5b9bd5}
.flow{opacity:.42}
.flow:hover{opacity:.75}
.band{opacity:.22}
.curve{fill:none;stroke-width:2.5}
.fill-blue{fill:#5b9bd5}.fill-teal{fill:#3fb3bd}.fill-green{fill:#4cae80}.fill-violet{fill:#a48ddb}
.fill-yellow{fill:#d9bd3a}.fill-orange{fill:#ec9a3c}.fill-red{fill:#e3736f}.fill-grey{fill:#9aa5b1}
.stroke-blue{stroke:#5b9bd5}.stroke-teal{stroke:#3fb3bd}.stroke-green{stroke:#4cae80}.stroke-violet{stroke:#a48ddb}
.stroke-yellow{stroke:#d9bd3a}.stroke-orange{stroke:#ec9a3c}.stroke-red{stroke:#e3736f}.stroke-grey{stroke:#9aa5b1}
.scroll{overflow-x:auto;margin:10px 0}
table{border-collapse:collapse;font-size:14px;min-width:50%}
caption{text-align:left;font-weight:600;padding:6px 0}
th,td{word-break:keep-all;overflow-wrap:break-word;padding:5px 12px 5px 0;border-bottom:1px solid var(--line);
text-align:left;vertical-align:top;font-weight:400}
thead th{color:var(--soft);font-size:13px;vertical-align:bottom;word-break:normal;min-width:4.9em}
th.number,td.number{text-align:right;font-variant-numeric:tabular-nums;padding-left:12px}
td.number{white-space:nowrap}
tbody th.text{min-width:6em;max-width:24em}
td.text:last-child{min-width:9em}
tr.total>*{font-weight:600;border-top:1px solid var(--soft)}
details{margin:10px 0}
summary{cursor:pointer;color:var(--accent)}
ul{margin:6px 0;padding-left:20px}
footer{padding:4px 20px 36px;font-size:13px}
@media (max-width:640px){section{padding:16px}header,main,footer{padding-left:12px;padding-right:12px}}
@page{size:A4;margin:14mm 12mm}
@media print{
:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--accent:#000}
body{font-size:11px}
h1{font-size:22px}
h2{font-size:15px}
h3{font-size:12px}
dt,.note,figcaption,thead th,nav,summary{font-size:10px}
.card{padding:7px 9px}
header{padding-top:0}
header,main,footer{max-width:none;padding:0}
section{border:0;border-top:1px solid var(--line);border-radius:0;padding:12px 0;margin:0}
nav{display:none}
h2,h3,figcaption,caption{break-after:avoid}
tr{break-inside:avoid}
thead{display:table-header-group}
figure,.scroll{overflow:visible}
svg{min-width:0}
table{font-size:10px}
th,td{padding:3px 8px 3px 0}
.cards{grid-template-columns:repeat(4,1fr);gap:8px}
.figure{font-size:18px}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
details::details-content{content-visibility:visible;block-size:auto}
}
)css";
}

}  // namespace staysail::report
