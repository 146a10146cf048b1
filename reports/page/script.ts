/** What the page does beyond being read: search, filters, copying, deep links into folded parts, keys. Everything can be read without it. */
export const SCRIPT = `
const $=(s,r=document)=>r.querySelector(s),$$=(s,r=document)=>[...r.querySelectorAll(s)];
const search=$('#search'),level=$('#level'),buttons=$$('[data-filter]'),items=$$('[data-verdict]'),told=$('#told'),folds=$$('details.more');
let chosen='';
function apply(){const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);let n=0;
for(const item of items){const d=item.dataset,text=d.text??=item.textContent.toLowerCase();
const show=(!chosen||d.verdict===chosen)&&(!level.value||d.level===level.value)&&words.every(w=>text.includes(w));item.hidden=!show;if(show)n++}
for(const d of folds)d.open=(chosen||level.value||words.length)?!!$('[data-verdict]:not([hidden])',d):false;
told.textContent=n+' of '+items.length+' shown'}
search.addEventListener('input',apply);level.addEventListener('change',apply);
for(const b of buttons)b.addEventListener('click',()=>{chosen=chosen===b.dataset.filter?'':b.dataset.filter;for(const o of buttons)o.setAttribute('aria-pressed',String(o.dataset.filter===chosen));apply()});
function reveal(){const id=decodeURIComponent(location.hash.slice(1)),at=id&&document.getElementById(id);if(!at)return;
if(at.hidden){search.value='';level.value='';chosen='';for(const o of buttons)o.setAttribute('aria-pressed','false');apply()}
for(let d=at;d;d=d.parentElement)if(d.tagName==='DETAILS')d.open=true;at.scrollIntoView();}
addEventListener('hashchange',reveal);reveal();apply();
document.addEventListener('click',async e=>{const b=e.target.closest('[data-copy]');if(!b)return;const pre=$('pre',b.parentElement);
try{await navigator.clipboard.writeText(pre.textContent);b.textContent='Copied'}catch{const r=document.createRange();r.selectNodeContents(pre);const s=getSelection();s.removeAllRanges();s.addRange(r);b.textContent='Selected'}
setTimeout(()=>{b.textContent='Copy'},1500)});
document.addEventListener('keydown',e=>{if(e.ctrlKey||e.metaKey||e.altKey)return;const typing=/INPUT|SELECT|TEXTAREA/.test(e.target.tagName);
if(e.key==='Escape'&&typing){e.target.value='';apply();e.target.blur();return}if(typing)return;
if(e.key==='/'){e.preventDefault();search.focus()}
if(e.key==='j'||e.key==='k'){const all=$$('article.failure').filter(a=>a.checkVisibility());if(!all.length)return;const now=all.indexOf(document.activeElement.closest('article.failure'));
const next=all[Math.max(0,Math.min(all.length-1,e.key==='j'?now+1:now-1))];next.focus();next.scrollIntoView()}
if(e.key==='g'){scrollTo(0,0)}});
addEventListener('beforeprint',()=>{for(const d of $$('article.failure details'))d.open=true});
`;
