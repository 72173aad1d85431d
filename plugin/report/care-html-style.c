/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page's style: colours as variables, so that text and charts turn dark together; sizes in
 * units of the reader's own font, so that they grow with it. */
#include "care-chart.h"
#include "care-html-part.h"

/* The system's own fonts: a page that asks nothing of a network can't bring any. */
static const char rules[] =
    "*{box-sizing:border-box}\n"
    "html{background:var(--care-paper);color:var(--care-text);color-scheme:light dark;"
    "font:100%/1.5 system-ui,sans-serif;-webkit-text-size-adjust:100%}\n"
    "body{margin:0 auto;max-width:70rem;padding:1rem;overflow-wrap:anywhere}\n"
    "h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0 0}\n"
    ".period{color:var(--care-faint);margin:.25rem 0 1.25rem}\n"
    "h2{font-size:1.2rem;line-height:1.3;margin:0 0 .75rem}\n"
    "h3{font-size:1rem;margin:1.5rem 0 .5rem}\n"
    "p{margin:.5rem 0;max-width:45rem}\n"
    "section{border-top:1px solid var(--care-track);margin-top:1.75rem;padding-top:1.25rem}\n"
    ".skip{background:var(--care-paper);color:var(--care-line);left:1rem;padding:.5rem;"
    "position:absolute;top:-5rem}\n"
    ".skip:focus{top:.5rem}\n"
    ":focus-visible{outline:3px solid var(--care-bar);outline-offset:2px}\n"
    ".faint,caption,figcaption,dt,footer{color:var(--care-faint)}\n"
    ".none{font-size:1.75rem;font-weight:700;line-height:1.2;margin:0 0 .25rem}\n"
    ".hero{align-items:center;margin-bottom:1.5rem}\n"
    ".big{font-size:1.25rem;margin:0}\n"
    ".big strong{font-size:3.5rem;font-weight:700;letter-spacing:-.03em;line-height:1}\n"
    ".line{list-style:none;margin:.25rem 0 0;padding:0}\n"
    ".line li{display:inline-block;margin:0 1.25rem .25rem 0}\n"
    ".next{border-left:.3rem solid var(--care-bar);margin:1rem 0;padding:.25rem 0 .25rem .9rem}\n"
    ".pair{align-items:start;display:grid;gap:1.5rem 3rem;"
    "grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));margin-top:1rem}\n"
    "dl{margin:0 0 1rem}\n"
    "dl div{display:grid;gap:0 1rem;grid-template-columns:9rem 1fr;margin-bottom:.3rem;"
    "max-width:50rem}\n"
    "dd{grid-column:2;margin:0}\n"
    "figure{margin:0;max-width:27rem}\n"
    ".voices{column-gap:3rem;columns:2 24rem;max-width:60rem}\n"
    ".voice{border-left:.2rem solid var(--care-track);break-inside:avoid;margin:0 0 1rem;"
    "max-width:45rem;padding-left:.9rem}blockquote{margin:0}.voice p{margin:0}\n"
    "figcaption{font-size:.9rem;margin-top:.5rem}\n"
    ".chart{display:block;height:auto;width:100%}\n"
    ".chart text{font:13px system-ui,sans-serif}\n"
    /* A shadow at the right for as long as there is more of a table to scroll to. */
    ".wide{background:linear-gradient(to left,var(--care-paper) 1rem,transparent) right/3rem 100% "
    "no-repeat local,linear-gradient(to left,var(--care-track),transparent) right/1rem 100% "
    "no-repeat scroll;overflow-x:auto}\n"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin-bottom:1rem;"
    "min-width:min(100%,24rem);overflow-wrap:normal}\n"
    "caption{font-size:.9rem;padding-bottom:.25rem;text-align:left}\n"
    "th,td{border-bottom:1px solid var(--care-track);padding:.3rem 0 .3rem 1rem;text-align:right;"
    "vertical-align:top}\n"
    /* Whose row it is stays in sight while the figures are scrolled to. */
    "th:first-child{background:var(--care-paper);left:0;max-width:22rem;padding-left:0;"
    "position:sticky;text-align:left}\n"
    /* Towers of marks stay in their own cell. */
    "th,td,dd,blockquote,figcaption{overflow:clip}\n"
    "th bdi{display:inline-block;min-width:5rem;overflow-wrap:anywhere}\n"
    "td,thead th,#quarters-table th,#weeks-table th{white-space:nowrap}\n"
    "tbody th{font-weight:400}\n"
    "thead th{font-size:.9rem;font-weight:600;vertical-align:bottom}\n"
    "small{color:var(--care-faint)}\n"
    "@media (max-width:32rem){dl div{grid-template-columns:1fr;margin-bottom:.6rem}"
    "dd{grid-column:1}"
    "table,thead th{font-size:.8rem}th,td{padding-left:.4rem}"
    "th:first-child{max-width:9rem}}\n"
    /* Two columns fit on A4 and on letter; a part goes to the next page whole where it can. */
    "@page{margin:15mm}\n"
    "@media print{html{font-size:9.5pt}body{max-width:none;padding:0}.skip{display:none}"
    "p{orphans:3;widows:3}section{margin-top:1.25rem;padding-top:1rem}"
    ".pair{gap:1rem 2rem;grid-template-columns:1fr 1fr}"
    "figure,tr,.pair,.wide,dl div,li{break-inside:avoid}h2,h3,caption{break-after:avoid}"
    ".wide{background:none;overflow:visible}th:first-child{position:static}}\n"
    "@media (forced-colors:active){:root{--care-text:CanvasText;--care-faint:CanvasText;"
    "--care-track:GrayText;--care-bar:Highlight;--care-line:CanvasText;--care-paper:Canvas}"
    ".chart{forced-color-adjust:none}}\n";

static void
append_colours(GString *out, gboolean dark)
{
    const CareColour *colours = care_chart_colours(dark);

    g_string_append(out, ":root{");
    for (guint i = 0; i < CARE_N_INKS; i++)
        g_string_append_printf(out, "--care-%s:#%02x%02x%02x;", care_ink_name((CareInk)i),
                               (guint)(colours[i].red * 255 + 0.5),
                               (guint)(colours[i].green * 255 + 0.5),
                               (guint)(colours[i].blue * 255 + 0.5));
    g_string_append(out, "}");
}

void
care_html_style(GString *out)
{
    g_string_append(out, "<style>\n");
    append_colours(out, FALSE);
    /* Not on paper: nobody wants a black page printed. */
    g_string_append(out, "\n@media screen and (prefers-color-scheme:dark){");
    append_colours(out, TRUE);
    g_string_append_printf(out, "}\n%s</style>\n", rules);
}
