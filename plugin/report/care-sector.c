/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Published figures of customers' satisfaction by sector: a few that were checked at their source's
 * own announcement. */
#include <purple-care/report.h>
#include <string.h>

#define ACSI      "American Customer Satisfaction Index, "
#define FINANCE   ACSI "Finance Study 2026"
#define RETAIL    ACSI "Retail and Consumer Shipping Study 2026"
#define TRAVEL    ACSI "Travel Study 2025"
#define INSURANCE ACSI "Insurance and Health Care Study 2022-2023"

/* By name. Where no country is said it is the United States: theacsi.org. */
static const CareSector sectors[] = {
    {"airlines", 740, 2025, TRAVEL},
    {"banks", 800, 2026, FINANCE},
    {"credit-unions", 780, 2026, FINANCE},
    {"energy", 740, 2025, ACSI "Energy Utilities Study 2025"},
    {"financial-advice", 820, 2026, FINANCE},
    {"government", 704, 2025, ACSI "Federal Government Study 2025"},
    {"health-insurance", 760, 2023, INSURANCE},
    {"hospitals", 740, 2023, INSURANCE},
    {"hotels", 760, 2025, TRAVEL},
    {"internet", 720, 2025, ACSI "Telecommunications, Cell Phone, and Smartwatch Study 2025"},
    {"mobile", 760, 2024, ACSI "Wireless Phone Service and Cell Phone Study 2023-2024"},
    {"online-investment", 790, 2026, FINANCE},
    {"online-retail", 790, 2026, RETAIL},
    {"property-insurance", 770, 2023, INSURANCE},
    {"retail", 790, 2026, RETAIL}, /* general merchandise */
    {"specialty-retail", 800, 2026, RETAIL},
    {"supermarkets", 780, 2026, RETAIL},
    {"travel-agencies", 750, 2025, TRAVEL}, /* online */
    {"uk", 761, 2025, "UK Customer Satisfaction Index, January 2025, all sectors"},
};

const CareSector *
care_sector_at(guint index)
{
    return index < G_N_ELEMENTS(sectors) ? &sectors[index] : NULL;
}

const CareSector *
care_sector_named(const char *name)
{
    g_return_val_if_fail(name != NULL, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(sectors); i++) {
        if (strcmp(sectors[i].name, name) == 0)
            return &sectors[i];
    }
    return NULL;
}
