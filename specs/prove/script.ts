/** What the page of the proof has beyond the look of all pages. */
export const STYLE = `
canvas{display:block;cursor:crosshair}.key{display:inline-block;width:1em;height:1em;border-radius:3px;vertical-align:-.15em}
.key.declared{background:var(--pass)}.key.quiet{background:var(--line)}.key.other{background:var(--warn)}
.levels h2{font-size:1rem;margin:0}th[scope=row]{font-weight:400;min-width:16rem}.chip{margin:.1rem 0}
`;

/** Search, filters and the drawing of the matrix. Everything but the drawing can be read without it. */
export const SCRIPT = `
const $=(s,r=document)=>r.querySelector(s),$$=(s,r=document)=>[...r.querySelectorAll(s)];
const search=$('#search'),buttons=$$('[data-filter]'),items=$$('[data-outcome]'),told=$('#told');
let chosen='';
function apply(){const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);let n=0;
for(const item of items){const d=item.dataset,text=d.text??=item.textContent.toLowerCase();
const show=(!chosen||!d.outcome||d.outcome===chosen)&&words.every(w=>text.includes(w));item.hidden=!show;if(show)n++}
told.textContent=n+' of '+items.length+' rows';draw()}
const data=JSON.parse($('#data')?.textContent??'null'),grid=$('#grid'),cell=$('#cell'),S=5,LEFT=110;
let shown=[];
function draw(){if(!data)return;const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);
shown=data.faults.filter(f=>(!chosen||f.outcome===chosen)&&words.every(w=>f.fault.includes(w)||f.declares.concat(f.red).some(i=>data.requirements[i].toLowerCase().includes(w))));
const w=LEFT+shown.length*S,h=data.requirements.length*S,k=devicePixelRatio||1,style=getComputedStyle(document.body);
grid.width=w*k;grid.height=h*k;grid.style.width=w+'px';grid.style.height=h+'px';
const g=grid.getContext('2d');g.scale(k,k);g.font='9px ui-monospace,monospace';g.fillStyle=style.getPropertyValue('--soft');
let last='';data.requirements.forEach((id,y)=>{const group=id.replace(/-.*/,'');if(group!==last){g.fillText(group,0,y*S+8);last=group}});
const colour=n=>style.getPropertyValue(n);
shown.forEach((f,x)=>{for(const y of f.declares){g.fillStyle=colour(f.red.includes(y)?'--pass':'--line');g.fillRect(LEFT+x*S,y*S,S-1,S-1)}
g.fillStyle=colour('--warn');for(const y of f.red)if(!f.declares.includes(y))g.fillRect(LEFT+x*S,y*S,S-1,S-1)})}
function at(e){const r=grid.getBoundingClientRect(),f=shown[Math.floor((e.clientX-r.left-LEFT)/S)],y=Math.floor((e.clientY-r.top)/S);
return f&&data.requirements[y]?{f,y}:undefined}
grid?.addEventListener('mousemove',e=>{const hit=at(e);if(!hit)return;const {f,y}=hit;
cell.textContent=data.requirements[y]+'  '+f.fault+'  '+(f.red.includes(y)?(f.declares.includes(y)?'declared and red':'red, not declared'):f.declares.includes(y)?'declared, stays green':'green')});
grid?.addEventListener('click',e=>{const hit=at(e);if(hit)location.hash='fault-'+hit.f.fault});
search.addEventListener('input',apply);
for(const b of buttons)b.addEventListener('click',()=>{chosen=chosen===b.dataset.filter?'':b.dataset.filter;for(const o of buttons)o.setAttribute('aria-pressed',String(o.dataset.filter===chosen));apply()});
function reveal(){const id=decodeURIComponent(location.hash.slice(1)),row=id&&document.getElementById(id);if(!row)return;
if(row.hidden){search.value='';chosen='';for(const o of buttons)o.setAttribute('aria-pressed','false');apply()}row.scrollIntoView()}
addEventListener('hashchange',reveal);matchMedia('(prefers-color-scheme:dark)').addEventListener('change',draw);apply();reveal();
`;
