/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GTK 2 has no widget whose height follows from its width: this one asks for the height that its
 * last width needs, and asks again when it is given another. */
#include "care-flow.h"

typedef struct {
    GtkHBox box;
    gint width; /* as it was last given; 0: never yet */
} CareFlow;
typedef GtkHBoxClass CareFlowClass;

static GType care_flow_get_type(void);
G_DEFINE_TYPE(CareFlow, care_flow, GTK_TYPE_HBOX)

#define CARE_FLOW(object) (G_TYPE_CHECK_INSTANCE_CAST((object), care_flow_get_type(), CareFlow))

typedef struct { /* where the next child goes */
    CareFlow *flow;
    gint spacing, width;
    gint x, y, row; /* from the start, from the top; height of the row so far */
} Pen;

static gboolean
fills_line(GtkWidget *child)
{
    return GTK_IS_LABEL(child) && gtk_label_get_line_wrap(GTK_LABEL(child));
}

static void
new_row(Pen *pen)
{
    if (pen->row > 0)
        pen->y += pen->row + pen->spacing;
    pen->x = pen->row = 0;
}

/* Puts down a child that asks for @size, and says where. */
static GdkRectangle
put(Pen *pen, GtkWidget *child, const GtkRequisition *size)
{
    const gint width = fills_line(child) ? pen->width : MIN(size->width, pen->width);
    GdkRectangle place;

    if (pen->x > 0 && pen->x + width > pen->width)
        new_row(pen);
    place = (GdkRectangle){pen->x, pen->y, MAX(width, 1), MAX(size->height, 1)};
    pen->x += width + pen->spacing;
    pen->row = MAX(pen->row, size->height);
    return place;
}

static Pen
pen_new(CareFlow *flow, gint width)
{
    return (Pen){.flow = flow,
                 .spacing = gtk_box_get_spacing(GTK_BOX(flow)),
                 .width = width > 0 ? width : G_MAXINT / 2};
}

static void
care_flow_size_request(GtkWidget *widget, GtkRequisition *out_size)
{
    CareFlow *flow = CARE_FLOW(widget);
    const gint border = (gint)gtk_container_get_border_width(GTK_CONTAINER(widget));
    g_autoptr(GList) children = gtk_container_get_children(GTK_CONTAINER(widget));
    Pen pen = pen_new(flow, flow->width);
    gint widest = 0;

    for (GList *i = children; i != NULL; i = i->next) {
        GtkRequisition size;

        if (!gtk_widget_get_visible(i->data))
            continue;
        gtk_widget_size_request(i->data, &size);
        if (!fills_line(i->data))
            widest = MAX(widest, size.width);
        put(&pen, i->data, &size);
    }
    out_size->width = widest + 2 * border;
    out_size->height = pen.y + pen.row + 2 * border;
}

/* The height of text is known once it has been told its width. */
static void
set_width(CareFlow *flow, GList *children, gint width)
{
    if (flow->width == width)
        return;
    flow->width = width;
    for (GList *i = children; i != NULL; i = i->next) {
        if (fills_line(i->data))
            gtk_widget_set_size_request(i->data, width, -1);
    }
    gtk_widget_queue_resize(GTK_WIDGET(flow));
}

static void
care_flow_size_allocate(GtkWidget *widget, GtkAllocation *given)
{
    CareFlow *flow = CARE_FLOW(widget);
    const gint border = (gint)gtk_container_get_border_width(GTK_CONTAINER(widget));
    const gint width = MAX(given->width - 2 * border, 1);
    const gboolean from_right = gtk_widget_get_direction(widget) == GTK_TEXT_DIR_RTL;
    g_autoptr(GList) children = gtk_container_get_children(GTK_CONTAINER(widget));
    Pen pen = pen_new(flow, width);

    gtk_widget_set_allocation(widget, given);
    set_width(flow, children, width);
    for (GList *i = children; i != NULL; i = i->next) {
        GtkRequisition size;
        GdkRectangle place;

        if (!gtk_widget_get_visible(i->data))
            continue;
        gtk_widget_get_child_requisition(i->data, &size);
        place = put(&pen, i->data, &size);
        if (from_right)
            place.x = width - place.x - place.width;
        place.x += given->x + border;
        place.y += given->y + border;
        gtk_widget_size_allocate(i->data, &place);
    }
}

static void
care_flow_class_init(CareFlowClass *class)
{
    GTK_WIDGET_CLASS(class)->size_request = care_flow_size_request;
    GTK_WIDGET_CLASS(class)->size_allocate = care_flow_size_allocate;
}

static void
care_flow_init(CareFlow *flow G_GNUC_UNUSED)
{
}

GtkWidget *
care_flow_new(void)
{
    return g_object_new(care_flow_get_type(), NULL);
}
