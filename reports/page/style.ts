/** The look of the page: light and dark by the reader's own setting, from phone to wide screen, and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f7f7f5;--card:#fff;--ink:#1b1d22;--soft:#555b66;--line:#dfe0dc;--pass:#14713f;--fail:#b3261e;--warn:#855600;--waived:#6a46a8;--skip:#5b616c;
--passbg:#e3f3e9;--failbg:#fbe6e4;--warnbg:#fbf0d6;--waivedbg:#eee7f9;--skipbg:#ecedeb;--link:#1d55b5;--code:#f1f1ee;--shadow:0 1px 2px #0001,0 4px 16px #0000000a;--mono:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--bg:#121418;--card:#1a1d23;--ink:#e9eaed;--soft:#a9aeb9;--line:#30343d;--pass:#63d597;--fail:#ff8f86;--warn:#f0c256;--waived:#c8b3f7;--skip:#a9aeb9;
--passbg:#17321f;--failbg:#3f1b1a;--warnbg:#352a0e;--waivedbg:#2b2142;--skipbg:#262a31;--link:#8db8ff;--code:#22262e;--shadow:none}}
*{box-sizing:border-box}html{scroll-behavior:smooth;scroll-padding-top:4.5rem}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;overflow-wrap:break-word}
a{color:var(--link)}a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
.skip-link{position:absolute;left:-999px}.skip-link:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:9}
.wrap{max-width:1240px;margin:0 auto;padding:0 clamp(1rem,3vw,2.5rem)}
.hero{border-top:6px solid var(--tone);background:var(--card);border-bottom:1px solid var(--line)}
.hero .wrap{padding-top:2rem;padding-bottom:1.6rem}
.conformant{--tone:var(--pass);--tonebg:var(--passbg)}.non-conformant{--tone:var(--fail);--tonebg:var(--failbg)}.inconclusive{--tone:var(--warn);--tonebg:var(--warnbg)}
.eyebrow{margin:0;color:var(--soft);font-size:.85rem}
h1{margin:.3rem 0 .4rem;font-size:clamp(1.7rem,4.4vw,2.7rem);line-height:1.12;letter-spacing:-.02em;color:var(--tone)}
.lead{margin:0 0 1rem;font-size:clamp(1.02rem,2vw,1.2rem);max-width:62ch}
.first{border-left:4px solid var(--tone);background:var(--tonebg);border-radius:0 8px 8px 0;padding:.7rem 1rem;margin:0 0 1.2rem;max-width:80ch}
.first p{margin:.2rem 0}.facts{display:flex;flex-wrap:wrap;gap:.35rem 1.6rem;margin:0;font-size:.88rem}.facts div{min-width:0}.facts dt{color:var(--soft);display:inline}.facts dd{display:inline;margin:0 0 0 .35rem;font-weight:600;overflow-wrap:anywhere}
nav.bar{position:sticky;top:0;z-index:5;background:color-mix(in srgb,var(--bg) 92%,transparent);backdrop-filter:blur(6px);border-bottom:1px solid var(--line)}
nav.bar ul{display:flex;gap:.2rem;list-style:none;margin:0;padding:.4rem 0;overflow-x:auto;scrollbar-width:thin}nav.bar a{display:block;white-space:nowrap;padding:.35rem .7rem;border-radius:999px;text-decoration:none;color:var(--ink);font-size:.9rem}nav.bar a:hover{background:var(--skipbg)}
section{margin:2.4rem 0}h2{font-size:1.35rem;letter-spacing:-.01em;margin:0 0 .3rem}h3{font-size:1.05rem;margin:0}.hint{color:var(--soft);margin:0 0 1rem;max-width:75ch;font-size:.94rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;box-shadow:var(--shadow);padding:1.1rem 1.3rem}
.levels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(260px,100%),1fr));gap:1rem;margin-top:1.5rem}
.levels p{margin:.35rem 0 0;font-size:.9rem;color:var(--soft)}.levels b{font-size:1.9rem;line-height:1.1;font-weight:650;letter-spacing:-.02em}.levels .of{color:var(--soft)}
.stack{display:flex;height:8px;border-radius:4px;overflow:hidden;background:var(--skipbg);margin-top:.6rem;gap:1px}.stack i{display:block}
.pass{--v:var(--pass);--vb:var(--passbg)}.fail{--v:var(--fail);--vb:var(--failbg)}.warn{--v:var(--warn);--vb:var(--warnbg)}.waived{--v:var(--waived);--vb:var(--waivedbg)}.skip{--v:var(--skip);--vb:var(--skipbg)}
.stack i{background:var(--v)}.chip{display:inline-block;background:var(--vb,var(--skipbg));color:var(--v,var(--ink));border-radius:999px;padding:.05rem .6rem;font-size:.8rem;font-weight:650;white-space:nowrap}
.tools{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:.2rem 0 1rem}.tools input,.tools select,button{font:inherit;font-size:.92rem;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:8px;padding:.4rem .7rem;min-height:36px}
.tools input{flex:1 1 14rem;min-width:0}button{cursor:pointer}button[aria-pressed=true]{background:var(--ink);color:var(--bg)}.tools output{color:var(--soft);font-size:.9rem;margin-left:auto}
article.failure{border-left:5px solid var(--v);margin:0 0 1.2rem;scroll-margin-top:4.5rem}.failure header{display:flex;flex-wrap:wrap;gap:.4rem .6rem;align-items:baseline}.failure h3{flex:1 1 100%;font-size:1.15rem;line-height:1.35}
.id{font-family:var(--mono);font-weight:650;font-size:.95rem;color:inherit}.meta{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.8rem 0 0;font-size:.93rem}.meta dt{color:var(--soft)}.meta dd{margin:0;min-width:0}
.finding{border-top:1px solid var(--line);margin-top:1rem;padding-top:.9rem}.finding>p:not(.hint){margin:0 0 .6rem;font-weight:600}
.finding>p.hint{margin:.6rem 0 0;max-width:none}.sides{display:grid;grid-template-columns:1fr 1fr;gap:.8rem}.sides>div{border-radius:8px;padding:.5rem .8rem .7rem;min-width:0}.sides .want{background:var(--passbg)}.sides .got{background:var(--failbg)}.sides h4{margin:0 0 .2rem;font-size:.78rem;text-transform:uppercase;letter-spacing:.06em}.sides .want h4{color:var(--pass)}.sides .got h4{color:var(--fail)}
@media (max-width:640px){.sides{grid-template-columns:1fr}.meta{grid-template-columns:1fr}.meta dd{margin-bottom:.35rem}.card{padding:.9rem}}
pre{margin:0;font:.84rem/1.5 var(--mono);white-space:pre-wrap;overflow-wrap:anywhere}details>pre,.copyable pre{background:var(--code);border-radius:8px;padding:.7rem .9rem;max-height:26rem;overflow:auto}code{font-family:var(--mono);font-size:.9em}
.copyable{position:relative;margin-top:.5rem}.copyable button{position:absolute;top:.4rem;right:.4rem;font-size:.8rem;padding:.15rem .6rem;min-height:28px}.copyable pre{padding-right:5rem}
details{margin-top:.6rem}summary{cursor:pointer;padding:.25rem 0;min-height:28px}
.scroll{overflow-x:auto;border-radius:12px}table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{text-align:left;padding:.5rem .7rem;border-bottom:1px solid var(--line);vertical-align:top}thead th{color:var(--soft);font-weight:600;font-size:.84rem}tbody tr:last-child>*{border-bottom:0}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.matrix th[scope=row]{font-family:var(--mono);font-weight:600;white-space:nowrap}.cells{display:flex;flex-wrap:wrap;gap:4px}.cells a{display:grid;place-items:center;width:26px;height:26px;border-radius:6px;background:var(--vb);color:var(--v);text-decoration:none;font-size:.85rem;font-weight:700}.cells a.fail{background:var(--fail);color:var(--card)}.cells a:hover{outline:2px solid var(--v)}
.legend{display:flex;flex-wrap:wrap;gap:.4rem 1rem;margin:.8rem 0 0;font-size:.88rem;color:var(--soft);padding:0;list-style:none}
.scopes{width:auto}.scopes thead th{vertical-align:bottom}.scopes tbody th{padding-right:2.5rem}.scopes th.s{vertical-align:bottom;font-family:var(--mono);font-size:.76rem;padding:.4rem .3rem;white-space:nowrap;width:1%}.scopes th.s span{writing-mode:vertical-rl;transform:rotate(180deg)}.scopes td{padding:.25rem .3rem;text-align:center}.scopes td span{display:grid;place-items:center;margin:auto;width:34px;height:30px;border-radius:6px;background:var(--vb);color:var(--v);font-weight:700}.scopes td.refused span{background:transparent;border:1px solid var(--line);color:var(--soft)}.scopes td.fail span{background:var(--fail);color:var(--card)}
svg{display:block;max-width:100%}svg text{fill:var(--soft);font:12px system-ui,sans-serif}svg .grid{stroke:var(--line)}svg .ok{fill:var(--pass)}svg .refused{fill:var(--warn)}svg .broken{fill:var(--fail)}
.life{list-style:none;margin:1rem 0 0;padding:0;border-left:2px solid var(--line)}.life li{position:relative;padding:.2rem 0 .2rem 1.2rem;font-size:.92rem}.life li::before{content:"";position:absolute;left:-6px;top:.72rem;width:10px;height:10px;border-radius:50%;background:var(--v);border:2px solid var(--card)}.life time{color:var(--soft);font-variant-numeric:tabular-nums;display:inline-block;min-width:5.5em}
.meter{height:10px;background:var(--skipbg);border-radius:5px;overflow:hidden;min-width:8rem}.meter i{display:block;height:100%;background:var(--link);min-width:2px}
.list details{border-bottom:1px solid var(--line);margin:0;padding:.15rem 0;scroll-margin-top:4.5rem}.list summary{display:flex;gap:.7rem;align-items:baseline}.list summary .chip{flex:none;min-width:6.2rem;text-align:center}.list summary .id{flex:none;min-width:8.5rem}.list .meta{padding:0 0 .8rem 7rem}
@media (max-width:640px){.list summary{flex-wrap:wrap;gap:.2rem .6rem}.list summary .what{flex:1 1 100%}.list .meta{padding-left:0}}
:target{outline:3px solid var(--link);outline-offset:3px;border-radius:10px}[hidden]{display:none!important}footer{color:var(--soft);font-size:.86rem;padding:1.5rem 0 3rem;border-top:1px solid var(--line)}kbd{font:600 .8rem var(--mono);border:1px solid var(--line);border-bottom-width:2px;border-radius:5px;padding:0 .35rem;background:var(--card)}
@media print{nav.bar,.tools,.copyable button,.skip-link,footer .keys{display:none!important}:root{--bg:#fff;--card:#fff}body{font-size:11pt}.card,article.failure{break-inside:avoid;box-shadow:none}details>pre,.copyable pre{max-height:none}.cells a{border:1px solid currentColor}}
`;
