/**
 * What pages do beyond being read: search and filters that stand in the address, copying, deep links into folded parts, keys, and on
 * the console of the mock what is new. Everything can be read without it.
 */
export const SCRIPT = `
const $=(s,r=document)=>r.querySelector(s),$$=(s,r=document)=>[...r.querySelectorAll(s)];
const search=$('#search'),level=$('#level'),buttons=$$('[data-filter]'),told=$('#told'),nothing=$('#nothing'),texts=new WeakMap();
let is='',opened=[];
const textOf=e=>{let t=texts.get(e);if(t===undefined)texts.set(e,t=e.textContent.toLowerCase());return t};
function apply(){if(!search)return;const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean),lv=level?.value??'',on=!!(is||lv||words.length);
let shown=0,all=0,found=false;const counts={};
for(const e of $$('.item')){const d=e.dataset,fits=(!lv||d.level===lv)&&words.every(w=>textOf(e).includes(w)),show=fits&&(!is||d.is===is);
e.hidden=!show;found||=show;if(d.is!==undefined){all++;if(show)shown++;if(fits)counts[d.is]=(counts[d.is]??0)+1}}
for(const a of $$('.cells a:not(.item),.ids a,.causes a')){const at=on&&document.getElementById(a.hash.slice(1));a.classList.toggle('off',!!at&&at.matches('.item[hidden]'))}
const any=a=>$$('.item,.cells a,.ids a,.causes a',a),lives=e=>!e.matches('.off,[hidden]');
for(const e of $$('.causes li,.ids,tr.row,details.fold,main section:not(.tools),main .levels')){const inside=on?any(e):[];
e.classList.toggle('off',on&&!inside.some(lives)&&(inside.length>0||e.matches('section,.levels')&&!document.body.matches('.console')))}
for(const b of buttons){b.setAttribute('aria-pressed',String(b.dataset.filter===is));$('b',b).textContent=counts[b.dataset.filter]??0;if(counts[b.dataset.filter])b.hidden=false}
nothing.hidden=found;
if(on)for(const d of $$('details.fold:not([open])'))if($('.item:not([hidden])',d)){d.open=true;opened.push(d)}
if(!on){for(const d of opened)d.open=false;opened=[]}
told.textContent=on?shown+' of '+all+' shown':all+(told.dataset.of??' in all')}
function keep(){const p=new URLSearchParams();if(search.value)p.set('find',search.value);if(is)p.set('is',is);if(level?.value)p.set('level',level.value);
try{history.replaceState(history.state,'','#'+p)}catch{}apply()}
function clear(){search.value='';is='';if(level)level.value=''}
function follow(){const text=location.hash.slice(1),p=new URLSearchParams(text);
if(search&&/^(find|is|level)=/.test(text)){clear();search.value=p.get('find')??'';is=p.get('is')??'';if(level)level.value=p.get('level')??'';apply();return}
apply();let id=text;try{id=decodeURIComponent(text)}catch{}const at=id&&document.getElementById(id);if(!at)return;
if(search&&at.closest('.item[hidden]')){clear();apply()}
for(let d=at;d;d=d.parentElement)if(d.tagName==='DETAILS')d.open=true;at.scrollIntoView()}
search?.addEventListener('input',keep);level?.addEventListener('change',keep);$('#clear')?.addEventListener('click',()=>{clear();keep();search.focus()});
for(const b of buttons)b.addEventListener('click',()=>{is=is===b.dataset.filter?'':b.dataset.filter;keep()});
addEventListener('hashchange',follow);follow();
document.addEventListener('click',async e=>{const b=e.target.closest('[data-copy]');if(!b)return;const pre=$('pre',b.parentElement);
try{await navigator.clipboard.writeText(pre.textContent);b.textContent='Copied'}catch{const r=document.createRange();r.selectNodeContents(pre);const s=getSelection();s.removeAllRanges();s.addRange(r);b.textContent='Selected'}
setTimeout(()=>{b.textContent='Copy'},1500)});
document.addEventListener('keydown',e=>{if(!search||e.ctrlKey||e.metaKey||e.altKey)return;const typing=/INPUT|SELECT|TEXTAREA/.test(e.target.tagName);
if(e.key==='Escape'&&e.target===search){clear();keep();search.blur();return}if(typing)return;
if(e.key==='/'){e.preventDefault();search.focus()}
if(e.key==='j'||e.key==='k'){const all=$$('article.failure').filter(a=>a.checkVisibility());if(!all.length)return;const now=all.indexOf(document.activeElement.closest('article.failure'));
const next=all[Math.max(0,Math.min(all.length-1,e.key==='j'?now+1:now-1))];next.focus();next.scrollIntoView()}
if(e.key==='g')scrollTo(0,0)});
addEventListener('beforeprint',()=>{for(const d of $$('.root details.fold'))d.open=true});
`;
