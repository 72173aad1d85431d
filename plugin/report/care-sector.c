/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Published figures of customers' satisfaction by sector: only those that could be read somewhere,
 * with where. */
#include <purple-care/report.h>
#include <string.h>

#define ACSI      "American Customer Satisfaction Index, "
#define FINANCE   ACSI "Finance Study 2026"
#define RETAIL    ACSI "Retail and Consumer Shipping Study 2026"
#define TRAVEL    ACSI "Travel Study 2025"
#define TELECOM   ACSI "Telecommunications, Cell Phone, and Smartwatch Study 2025"
#define WIRELESS  ACSI "Wireless Phone Service and Cell Phone Study 2023-2024"
#define INSURANCE ACSI "Insurance and Health Care Study 2022-2023"
#define UKCSI     "The Institute of Customer Service, UK Customer Satisfaction Index, January 2025"

/* By name. The last column: who reported the figure, where the publisher's own announcement could
 * not be read. What each was read in: docs/scoring.md, "Beside others". */
static const CareSector sectors[] = {
    {"airlines", 740, 2025, "airlines, United States", TRAVEL, "Customer Experience Dive"},
    {"banks", 800, 2026, "banks, United States", FINANCE, NULL},
    {"credit-unions", 780, 2026, "credit unions, United States", FINANCE, NULL},
    {"energy", 740, 2025, "energy utilities, residential customers, United States",
     ACSI "Energy Utilities Study 2025", "Cyber Technology Insights"},
    {"financial-advice", 820, 2026, "financial advisors, United States", FINANCE, NULL},
    {"government", 704, 2025, "federal government services, United States",
     ACSI "Federal Government Study 2025", "MeriTalk"},
    {"health-insurance", 760, 2023, "health insurance, United States", INSURANCE, NULL},
    {"hospitals", 740, 2023, "hospitals, United States", INSURANCE, NULL},
    {"hotels", 760, 2025, "lodging, United States", TRAVEL, "Hotel Dive"},
    {"internet", 720, 2025, "internet service providers, United States", TELECOM, "CNET"},
    {"mobile", 760, 2024, "wireless phone service, United States", WIRELESS, NULL},
    {"online-investment", 790, 2026, "online investment platforms, United States", FINANCE, NULL},
    {"online-retail", 790, 2026, "online retailers, United States", RETAIL, NULL},
    {"property-insurance", 770, 2023, "property and casualty insurance, United States", INSURANCE,
     NULL},
    {"retail", 790, 2026, "general merchandise retailers, United States", RETAIL, NULL},
    {"specialty-retail", 800, 2026, "specialty retailers, United States", RETAIL, NULL},
    {"supermarkets", 780, 2026, "supermarkets, United States", RETAIL, NULL},
    {"travel-agencies", 750, 2025, "online travel agencies, United States", TRAVEL, "CoStar News"},
    {"uk", 761, 2025, "all sectors, United Kingdom", UKCSI, NULL},
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
