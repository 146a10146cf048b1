/** The look of the console: readable on small screens, in light and in dark. */
export const STYLE = `
:root { color-scheme: light dark; --line: #8886; --ink: #1b1f24; --ground: #fff; --link: #0a4fb3; --button: #0a4fb3; --on-button: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --ground: #14171a; --link: #8ab8ff; --button: #8ab8ff; --on-button: #14171a } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 80rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground) }
a { color: var(--link) }
nav a { display: inline-block; padding: .25rem .5rem .25rem 0; min-height: 1.5rem }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
section { border-top: 1px solid var(--line); margin-top: 1.5rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line) }
td code { overflow-wrap: normal; white-space: nowrap }
td.long { min-width: 16rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem }
dd { margin: 0; min-width: 0 }
summary { padding: .25rem 0; cursor: pointer }
fieldset { border: 0; padding: 0 0 0 1rem; margin: 0; min-width: 0 }
legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
fieldset label { display: block; padding: .2rem 0; overflow-wrap: anywhere }
input[type=checkbox] { width: 1.5rem; height: 1.5rem; vertical-align: middle; margin: 0 .25rem 0 0 }
input[type=number] { font: inherit; padding: .25rem; width: 8rem }
button { font: inherit; padding: .4rem 1rem; border: 0; border-radius: .25rem; color: var(--on-button); background: var(--button); cursor: pointer }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
`;
