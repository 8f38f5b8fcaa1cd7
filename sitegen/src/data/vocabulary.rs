//! The vocabularies of the API, with the words that readers see for them.

use crate::locale::Locale;

use super::record::schema;

/// A vocabulary of the contract.
pub trait Vocabulary: Copy + Eq + 'static {
    /// Every value, in order.
    const ALL: &'static [Self];

    /// Its name in the contract.
    fn name(self) -> String;

    /// What readers see.
    fn label(self, locale: Locale) -> &'static str;
}

/// Declares an enumeration of the contract: each value with its Indonesian and its English label.
macro_rules! vocabulary {
    ($($name:ident { $($variant:ident: $id:literal, $en:literal;)+ })*) => {$(
        #[doc = concat!("The vocabulary `", stringify!($name), "` of the contract.")]
        #[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $en] $variant,)+ }

        impl $name {
            /// What readers see.
            #[must_use]
            pub fn label(self, locale: Locale) -> &'static str {
                match self { $(Self::$variant => locale.say($id, $en),)+ }
            }
        }

        impl Vocabulary for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn name(self) -> String {
                let name = serde_json::to_value(self).unwrap_or_default();
                name.as_str().unwrap_or_default().to_owned()
            }

            fn label(self, locale: Locale) -> &'static str {
                Self::label(self, locale)
            }
        }
    )*};
}

vocabulary! {
    AccompanimentRole { Lead: "pendamping utama", "lead"; Support: "pendukung", "support"; }
    AccompanimentState {
        Active: "berjalan", "active";
        Cancelled: "dibatalkan", "cancelled";
        Continued: "dilanjutkan", "continued";
        Decreed: "ditetapkan", "decreed";
        Draft: "rancangan", "draft";
        Ended: "selesai", "ended";
        Graduated: "lulus", "graduated";
        Proposed: "diusulkan", "proposed";
    }
    ActionState {
        Done: "selesai", "done";
        InProgress: "berjalan", "in progress";
        Open: "belum dimulai", "not begun";
        Postponed: "ditunda", "postponed";
        Verified: "selesai dan diperiksa", "done and verified";
    }
    AgencyKind {
        Badan: "badan", "board";
        Dinas: "dinas", "agency";
        Inspektorat: "inspektorat", "inspectorate";
        Kecamatan: "kecamatan", "district office";
        RumahSakit: "rumah sakit", "hospital";
        Satuan: "satuan", "unit";
        Sekretariat: "sekretariat", "secretariat";
    }
    AmountState { Known: "diketahui", "known"; Unknown: "tidak disebut", "not stated"; }
    AssessmentMethod {
        DeskReview: "telaah dokumen", "desk review";
        FieldVisit: "kunjungan lapangan", "field visit";
        FocusGroup: "diskusi kelompok terarah", "focus group";
    }
    AssessmentState {
        Held: "dilaksanakan", "held";
        Planned: "direncanakan", "planned";
        Published: "diumumkan", "published";
        Recapped: "direkap", "recapped";
        Returned: "dikembalikan", "returned";
        Submitted: "diserahkan", "submitted";
        Verified: "diverifikasi", "verified";
    }
    Better { Higher: "lebih tinggi", "higher"; Lower: "lebih rendah", "lower"; Neither: "bukan keduanya", "neither"; }
    CellState {
        Open: "terbuka", "open";
        Released: "dirilis", "released";
        Suppressed: "dirahasiakan", "suppressed";
        Waiting: "menunggu rilis", "waits for a release";
    }
    Channel {
        ApbdKab: "APBD kabupaten", "regency budget";
        ApbdProv: "APBD provinsi", "provincial budget";
        Apbn: "APBN", "national budget";
        Baznas: "Baznas", "zakat board (Baznas)";
        Blud: "BLUD", "public service body";
        Community: "swadaya masyarakat", "community";
        Credit: "kredit", "credit";
        Csr: "CSR/TJSLP", "company (CSR)";
        DanaDesa: "Dana Desa", "village fund";
        Donor: "donatur", "donor";
        Ngo: "lembaga swadaya", "NGO";
    }
    CodeSystem { Bps: "BPS", "BPS"; Kemendagri: "Kemendagri", "Kemendagri"; }
    DatePrecision { Day: "hari", "day"; Month: "bulan", "month"; Year: "tahun", "year"; }
    Disclosure {
        Open: "bukan hitungan orang", "counts no people";
        People: "hitungan orang atau keluarga, paling sedikit 5", "counts people or families, from 5 on";
        Sensitive: "hitungan orang yang peka, paling sedikit 10", "a sensitive count of people, from 10 on";
    }
    Frequency {
        Decennial: "sepuluh tahunan", "every ten years";
        Monthly: "bulanan", "monthly";
        Once: "satu kali", "once";
        Quarterly: "triwulanan", "quarterly";
        Semesterly: "semesteran", "twice a year";
        Yearly: "tahunan", "yearly";
    }
    FundKind {
        Bankeu: "bantuan keuangan", "financial aid between governments";
        Dskl: "dana sosial keagamaan lainnya", "other social religious funds";
        Grant: "hibah", "grant";
        Infak: "infak dan sedekah", "infak and sedekah";
        Loan: "pinjaman", "loan";
        Swadaya: "swadaya", "self-help";
        Tjslp: "TJSLP", "company duty (TJSLP)";
        Zakat: "zakat", "zakat";
    }
    IndicatorKind {
        Administrative: "administrasi", "administrative";
        Index: "indeks", "index";
        Registry: "pendataan", "registry";
        Survey: "survei", "survey";
    }
    MatchMethod {
        SameName: "nama sama", "same name";
        SameNameAndShape: "nama sama dan bentuk wilayah sama", "same name and shape";
        SimilarNameAndShape: "nama mirip dan bentuk wilayah sama", "similar name and same shape";
    }
    Measure {
        Indicator: "indikator", "indicator";
        NeedUnits: "satuan kebutuhan", "units of needs";
        RegistryCorrections: "usulan perbaikan data", "corrections of the registry";
        RegistryRows: "entri pendataan", "rows of the registry";
    }
    MeetingKind {
        Circular: "surat edaran", "circular";
        Coordination: "rapat koordinasi", "coordination meeting";
        Launch: "peluncuran", "launch";
        Socialisation: "sosialisasi", "presentation";
        Statement: "keterangan", "statement";
    }
    MeetingState {
        Approved: "notula disetujui", "minutes approved";
        Called: "diundangkan", "called";
        Held: "dilaksanakan", "held";
        Minuted: "dibuat notula", "minuted";
        Published: "diumumkan", "published";
    }
    NeedState {
        Matched: "ada pendana", "has a funder";
        Met: "terpenuhi", "met";
        Open: "belum ada pendana", "no funder yet";
        Withdrawn: "ditarik", "withdrawn";
    }
    NeedType {
        ChronicIllness: "penyakit kronis", "chronic illness";
        CleanWater: "air bersih", "clean water";
        Disability: "disabilitas", "disability";
        Electricity: "listrik", "electricity";
        Latrine: "jamban", "latrines";
        Other: "lainnya", "other";
        OutOfSchool: "anak putus sekolah", "children out of school";
        Rtlh: "rumah tidak layak huni", "unfit houses";
        Unemployment: "pengangguran", "unemployment";
    }
    ObservationStatus {
        Break: "deret terputus", "break in series";
        Estimated: "perkiraan", "estimated";
        Normal: "biasa", "normal";
        Provisional: "sementara", "provisional";
    }
    OwnerLevel { National: "nasional", "national"; Province: "provinsi", "province"; Regency: "kabupaten", "regency"; }
    PotentialKind {
        Agriculture: "pertanian", "agriculture";
        Craft: "kerajinan", "craft";
        Fishery: "perikanan", "fishery";
        Institution: "lembaga", "institution";
        Land: "lahan", "land";
        Other: "lainnya", "other";
        Tourism: "wisata", "tourism";
        Trade: "perdagangan", "trade";
    }
    ProgrammeState {
        Cancelled: "dibatalkan", "cancelled";
        Done: "selesai", "done";
        Draft: "rancangan", "draft";
        Matched: "ada pendana", "has a funder";
        Offered: "ditawarkan", "offered";
        Running: "berjalan", "running";
    }
    RegionKind {
        Country: "negara", "country";
        Desa: "desa", "desa";
        DesaAdat: "desa adat", "customary desa";
        Kabupaten: "kabupaten", "regency";
        Kecamatan: "kecamatan", "kecamatan";
        Kelurahan: "kelurahan", "kelurahan";
        Kota: "kota", "city";
        Province: "provinsi", "province";
    }
    RegionLevel {
        Country: "negara", "country";
        District: "kecamatan", "kecamatan";
        Province: "provinsi", "province";
        Regency: "kabupaten", "regency";
        Village: "desa", "village";
    }
    Registry { Dtks: "DTKS", "DTKS"; Dtsen: "DTSEN", "DTSEN"; }
    ReleasedState { Released: "dirilis", "released"; Suppressed: "dirahasiakan", "suppressed"; }
    Sector {
        Education: "pendidikan", "education";
        Energy: "energi", "energy";
        Health: "kesehatan", "health";
        Housing: "perumahan", "housing";
        Infrastructure: "prasarana", "infrastructure";
        Livelihood: "penghidupan", "livelihood";
        Sanitation: "sanitasi", "sanitation";
        SocialProtection: "perlindungan sosial", "social protection";
        Water: "air bersih", "water";
    }
    SourceKind {
        Community: "komunitas", "community";
        Derived: "hitungan", "derived";
        Official: "resmi", "official";
        Press: "pers", "press";
        Research: "penelitian", "research";
        Simulated: "simulasi", "simulated";
        Unverified: "belum terverifikasi", "unverified";
    }
    StakeholderKind {
        Association: "perkumpulan", "association";
        Company: "perusahaan", "company";
        FamilyMovement: "gerakan keluarga", "family movement";
        Foundation: "yayasan", "foundation";
        Government: "pemerintah", "government";
        RegionalCompany: "badan usaha milik daerah", "regional company";
        StatisticsOffice: "kantor statistik", "statistics office";
        Watchdog: "lembaga pemantau", "watchdog";
        WomensOrganisation: "organisasi perempuan", "women's organisation";
        ZakatBody: "lembaga zakat", "zakat body";
    }
    Standing { Alternative: "klaim lain", "another claim"; Published: "diterbitkan", "published"; }
    TransactionKind {
        Commitment: "dianggarkan", "committed";
        Disbursement: "disalurkan", "disbursed";
        Expenditure: "dipakai", "spent";
        Pledge: "dijanjikan", "pledged";
        Reversal: "pembatalan", "reversal";
    }
    ValueKind { Cash: "uang", "cash"; Credit: "kredit", "credit"; InKind: "barang atau jasa", "in kind"; }
}
